import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agentByName, agentOf, claimsOf } from '../agents.mjs';
import { allowPage, languageOf, signInPage } from '../pages.mjs';

test('the page speaks the first language wished for that it knows', () => {
  assert.equal(languageOf(undefined, 'pl,de-DE;q=0.9,en'), 'de');
  assert.equal(languageOf('nl fr', 'de'), 'nl');
  assert.equal(languageOf('fr-BE', undefined), 'fr');
  assert.equal(languageOf(undefined, undefined), 'en');
  assert.equal(languageOf('toString'), 'en');
});

test('what people typed cannot become part of the page', () => {
  const page = signInPage({ language: 'fr', uid: 'u', app: '<b>', name: '"><script>', wrong: true });
  assert.ok(!page.includes('<script') && !page.includes('<b>'));
  assert.match(page, /lang="fr"/);
  assert.match(page, /role="alert"/);
});

test('agents are known by login, by address, and without a name', () => {
  assert.equal(agentByName(' Alice ').login, 'alice');
  assert.equal(agentByName('carla.devries@denhaag.example').login, 'carla');
  assert.equal(agentByName('agent-0a1b2c3d4e5f').password, 'agent-0a1b2c3d4e5f-pass');
  assert.equal(agentByName('mallory'), undefined);
  assert.equal(claimsOf(agentOf('bruno')).name, 'Bruno Becker');
});

test('keys are replaced only by whoever gives the password again, in every language', () => {
  for (const language of ['en', 'fr', 'de', 'nl']) {
    const page = allowPage({ languages: language, name: 'a"b' });
    assert.match(page, new RegExp(`lang="${language}"`));
    assert.match(page, /type="password"/);
    assert.match(page, /value="a&quot;b"/);
    assert.ok(!page.includes('undefined'));
  }
});
