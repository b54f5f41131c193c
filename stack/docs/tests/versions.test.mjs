import assert from 'node:assert/strict';
import test from 'node:test';
import { startRig } from './rig.mjs';
import { stateWith } from './updates.mjs';

const b = await startRig({ lock: false });
const a = await startRig({ generation: 'a', lock: false });
const [alice, bob] = [await b.signIn('alice'), await b.signIn('bob')];
const aliceA = await a.signIn('alice');

const create = async (browser, body = {}) => (await browser.post('documents/', body)).json;
const share = ({ id }, role) => b.control('POST', `/notes/${id}/access`, { user: 'bob@example.org', role });
const list = async (browser, { id }, query = '') => (await browser.get(`documents/${id}/versions/${query}`)).json;
const open = (browser, { id }, version) => browser.get(`documents/${id}/versions/${version}/`);

async function save(note, ...words) {
  for (const text of words) await alice.patch(`documents/${note.id}/content/`, { content: stateWith(text) });
}

test('earlier contents are listed newest first, without the current one', async () => {
  const note = await create(alice);
  assert.deepEqual(await list(alice, note), { next_version_id_marker: '', is_truncated: false, versions: [], count: 0 });
  await save(note, 'one', 'two', 'two', 'three');
  const { versions, ...page } = await list(alice, note);
  assert.deepEqual(page, { next_version_id_marker: '', is_truncated: false, count: 2 });
  for (const version of versions) {
    assert.match(version.etag, /^"[0-9a-f]{32}"$/);
    assert.match(version.last_modified, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(version.is_latest, false);
  }
  const contents = await Promise.all(versions.map(async ({ version_id: id }) => (await open(alice, note, id)).json.content));
  assert.deepEqual(contents, [stateWith('two'), stateWith('one')]);
  const { status, json } = await open(alice, note, versions[0].version_id);
  assert.deepEqual([status, json], [200, { content: stateWith('two'), last_modified: versions[0].last_modified, id: versions[0].version_id }]);
});

test('generation A keeps them too', async () => {
  const note = await create(aliceA, { content: stateWith('one') });
  await aliceA.patch(`documents/${note.id}/`, { content: stateWith('two') });
  const { versions: [version] } = await list(aliceA, note);
  assert.equal((await open(aliceA, note, version.version_id)).json.content, stateWith('one'));
});

test('pages follow one another by their marker', async () => {
  const note = await create(alice);
  await save(note, 'one', 'two', 'three', 'four');
  const first = await list(alice, note, '?page_size=2');
  assert.deepEqual([first.count, first.is_truncated, first.next_version_id_marker], [2, true, first.versions[1].version_id]);
  const second = await list(alice, note, `?page_size=2&version_id=${first.next_version_id_marker}`);
  assert.deepEqual([second.count, second.is_truncated, second.next_version_id_marker], [1, false, '']);
  assert.equal(new Set([...first.versions, ...second.versions].map(({ version_id: id }) => id)).size, 3);
  for (const size of ['0', '51', 'x']) {
    const { status, json } = await alice.get(`documents/${note.id}/versions/?page_size=${size}`);
    assert.deepEqual([status, Object.keys(json)], [400, ['page_size']], size);
  }
});

test('nobody sees what is older than their access', async () => {
  const note = await create(alice);
  await save(note, 'before', 'also before');
  await share(note, 'editor');
  assert.equal((await list(bob, note)).count, 0);
  const hidden = (await list(alice, note)).versions[0].version_id;
  assert.equal((await open(bob, note, hidden)).status, 404);
  await save(note, 'after', 'the last');
  const { versions } = await list(bob, note);
  assert.equal((await open(bob, note, versions.at(-1).version_id)).json.content, stateWith('after'));
  assert.equal(versions.length, 1);
});

test('they need a role, and deleting them a role of weight', async () => {
  const note = await create(alice);
  await b.control('POST', `/notes/${note.id}/link`, { reach: 'public', role: 'editor' });
  assert.equal((await bob.get(`documents/${note.id}/versions/`)).status, 403, 'a link is no role');
  assert.equal((await b.browser().get(`documents/${note.id}/versions/`)).status, 401);
  await share(note, 'editor');
  await save(note, 'one', 'two');
  const { versions: [{ version_id: id }] } = await list(bob, note);
  assert.equal((await bob.delete(`documents/${note.id}/versions/${id}/`)).status, 403);
  assert.equal((await alice.delete(`documents/${note.id}/versions/${id}/`)).status, 204);
  assert.equal((await list(alice, note)).count, 0);
  assert.equal((await open(alice, note, id)).status, 404);
  assert.equal((await alice.get(`documents/${note.id}/content/`)).text, stateWith('two'));
});
