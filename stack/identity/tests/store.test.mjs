import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Store } from '../store.mjs';

const place = () => path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'attache-identity-')), 'journal.jsonl');

test('what was granted survives a restart, what was used up stays used up', async () => {
  const file = place();
  const Adapter = new Store(file).adapter();
  const tokens = new Adapter('RefreshToken');
  await tokens.upsert('one', { grantId: 'g', accountId: 'alice' }, 60);
  await tokens.upsert('two', { grantId: 'h', accountId: 'bruno' }, 60);
  await tokens.consume('two');
  await tokens.upsert('three', { grantId: 'h' }, 60);
  await tokens.destroy('three');
  const again = new (new Store(file).adapter())('RefreshToken');
  assert.equal((await again.find('one')).accountId, 'alice');
  assert.ok((await again.find('two')).consumed > 0);
  assert.equal(await again.find('three'), undefined);
});

test('a journal cut short in its last line loses that line only', async () => {
  const file = place();
  const grants = new (new Store(file).adapter())('Grant');
  await grants.upsert('one', { accountId: 'alice' }, 60);
  fs.appendFileSync(file, '{"key":"Grant:two","entry":{"payl');
  const again = new (new Store(file).adapter())('Grant');
  assert.equal((await again.find('one')).accountId, 'alice');
  assert.equal(await again.find('two'), undefined);
});

test('what has expired is not found', async () => {
  const codes = new (new Store(place()).adapter())('AuthorizationCode');
  await codes.upsert('old', { accountId: 'alice' }, -1);
  assert.equal(await codes.find('old'), undefined);
});

test('revoking takes away one agent\'s things of the named kinds only', async () => {
  const store = new Store(place());
  const [tokens, sessions] = ['RefreshToken', 'Session'].map((kind) => new (store.adapter())(kind));
  await tokens.upsert('a', { accountId: 'alice' }, 60);
  await tokens.upsert('b', { accountId: 'bruno' }, 60);
  await sessions.upsert('s', { accountId: 'alice' }, 60);
  assert.equal(store.removeAll(['RefreshToken'], ({ accountId }) => accountId === 'alice'), 1);
  assert.equal(await tokens.find('a'), undefined);
  assert.ok(await tokens.find('b'));
  assert.ok(await sessions.find('s'));
});
