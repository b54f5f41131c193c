import assert from 'node:assert/strict';
import test from 'node:test';
import { startRig } from './rig.mjs';

const b = await startRig();
const a = await startRig({ generation: 'a' });

test('the full code flow ends with a session, cookies as captured, and users/me', async () => {
  const browser = b.browser();
  b.provider.signedIn = 'alice';
  const [start, provider, callback, landing] = await browser.follow(`${b.api}authenticate/`);
  b.provider.signedIn = null;
  assert.equal(start.status, 302);
  const asked = new URL(start.headers.get('location')).searchParams;
  assert.equal(asked.get('redirect_uri'), `${b.api}callback/`);
  assert.ok(asked.get('state') && asked.get('nonce'));
  assert.equal(provider.status, 302);
  assert.equal(callback.headers.get('location'), `${b.url}/`);
  const lines = callback.setCookies.map((line) => line.replace(/=[^;]*; expires=[^;]*;/, '=…;'));
  assert.deepEqual(lines.sort(), ['csrftoken=…; Max-Age=31449600; Path=/; SameSite=Lax', 'docs_sessionid=…; HttpOnly; Max-Age=43200; Path=/; SameSite=Lax']);
  assert.equal(landing.status, 200);
  const first = /docs_sessionid=(\w+)/.exec(start.setCookies[0])[1];
  assert.notEqual(browser.session, first, 'the id is new at the first login');
  const { status, json } = await browser.get('users/me/');
  assert.equal(status, 200);
  assert.deepEqual(json, { id: json.id, email: 'alice@example.org', full_name: 'Alice Martin', short_name: 'Alice', language: null, is_first_connection: true });
});

test('renewing a live session silently keeps its id', async () => {
  const browser = await b.signIn('alice');
  const before = browser.session;
  b.provider.signedIn = 'alice';
  const visited = await browser.follow(`${b.api}authenticate/?silent=true`);
  b.provider.signedIn = null;
  assert.equal(new URL(visited[0].headers.get('location')).searchParams.get('prompt'), 'none');
  assert.equal(visited.length, 4);
  assert.equal(browser.session, before);
});

test('silent without a provider session lands without a session', async () => {
  const browser = b.browser();
  const visited = await browser.follow(`${b.api}authenticate/?silent=true`);
  assert.equal(visited.at(-1).address, `${b.url}/`);
  assert.match(visited[2].address, /error=login_required/);
  assert.equal((await browser.get('users/me/')).status, 401);
});

test('generation A ignores silent and drops the login hint, B passes the hint on', async () => {
  const ofA = new URL((await a.browser().get('authenticate/?silent=true&login_hint=alice')).headers.get('location')).searchParams;
  assert.deepEqual([ofA.get('prompt'), ofA.get('login_hint')], [null, null]);
  const ofB = new URL((await b.browser().get('authenticate/?login_hint=alice')).headers.get('location')).searchParams;
  assert.equal(ofB.get('login_hint'), 'alice');
});

test('a wrong state is 400 in HTML, a bare callback goes to the landing page', async () => {
  const browser = b.browser();
  const wrong = await browser.get('callback/?code=x&state=y');
  assert.equal(wrong.status, 400);
  assert.match(wrong.headers.get('content-type'), /text\/html/);
  const bare = await browser.get('callback/');
  assert.deepEqual([bare.status, bare.headers.get('location')], [302, `${b.url}/`]);
});

test('the landing can be another site', async () => {
  await b.control('POST', '/switches', { landing: 'https://portal.example/' });
  const answer = await b.browser().get('callback/');
  await b.control('POST', '/switches', { landing: null });
  assert.equal(answer.headers.get('location'), 'https://portal.example/');
});

test('a refused user lands without a session', async () => {
  await b.control('POST', '/switches', { createUsers: false });
  const browser = await b.signIn('carol');
  await b.control('POST', '/switches', { createUsers: true });
  assert.equal((await browser.get('users/me/')).status, 401);
});

test('signing out takes two steps and the session lives in between', async () => {
  const browser = await b.signIn('bob');
  const out = await browser.get('logout/');
  assert.equal(out.status, 302);
  const end = new URL(out.headers.get('location'));
  assert.ok(end.searchParams.get('id_token_hint') && end.searchParams.get('state'));
  assert.equal((await browser.get('users/me/')).status, 200);
  const back = await browser.get(`logout-callback/?state=${end.searchParams.get('state')}`);
  assert.equal(back.status, 302);
  assert.equal((await browser.get('users/me/')).status, 401);
});

test('a session ended behind its back is 401 with a fresh anonymous cookie', async () => {
  const browser = await b.signIn('bob');
  const before = browser.session;
  await b.control('POST', '/sessions/kill', { user: 'bob@example.org' });
  const answer = await browser.get('users/me/');
  assert.equal(answer.status, 401);
  assert.notEqual(browser.session, before);
});
