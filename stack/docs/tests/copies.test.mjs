import assert from 'node:assert/strict';
import test from 'node:test';
import { CLOSED, join, READ_WRITE } from './peer.mjs';
import { startRig } from './rig.mjs';
import { stateWith, stateWithImage } from './updates.mjs';

const b = await startRig({ lock: false });
const a = await startRig({ generation: 'a', lock: false });
const [alice, bob] = [await b.signIn('alice'), await b.signIn('bob')];
const [aliceA, bobA] = [await a.signIn('alice'), await a.signIn('bob')];

const create = async (rig, title, more = {}) => rig.control('POST', '/notes', { owner: 'alice@example.org', title, content: stateWith(title), ...more });
const share = (rig, { id }, role) => rig.control('POST', `/notes/${id}/access`, { user: 'bob@example.org', role });
const read = async (browser, { id }) => (await browser.get(`documents/${id}/`)).json;
const duplicate = (browser, { id }, body = {}) => browser.post(`documents/${id}/duplicate/`, body);
const roles = async (rig, { id }) => (await rig.control('GET', `/notes/${id}`)).accesses.map(({ role }) => role).sort();
const titles = async (browser, { id }) => (await browser.get(`documents/${id}/children/`)).json.results.map(({ title }) => title);

// ---- duplicates

test('a copy stands to the right of its note, has its text and its files, and one owner', async () => {
  for (const [rig, browser] of [[b, alice], [a, aliceA]]) {
    const note = await create(rig, 'Plan');
    await create(rig, 'Next');
    const { key } = await browser.upload(note, 'a.txt', 'words');
    await rig.control('PUT', `/notes/${note.id}/content`, { content: stateWithImage(`/media/${key}`) });
    await share(rig, note, 'editor');
    const { status, json } = await duplicate(browser, note);
    assert.deepEqual([status, Object.keys(json)], [201, ['id']]);
    const [original, copy] = [await read(browser, note), await read(browser, json)];
    assert.deepEqual([copy.title, copy.user_role, copy.nb_accesses_direct, copy.link_reach], ['Copy of Plan', 'owner', 1, 'restricted']);
    assert.equal(Number.parseInt(copy.path.slice(-1), 36) - Number.parseInt(original.path.slice(-1), 36), 1);
    const record = await rig.control('GET', `/notes/${json.id}`);
    assert.deepEqual([record.content, record.attachments.map((one) => one.key)], [stateWithImage(`/media/${key}`), [key]]);
  }
});

test('accesses and the link come along for those who manage them', async () => {
  const note = await create(b, 'Shared');
  await share(b, note, 'editor');
  await b.control('POST', `/notes/${note.id}/link`, { reach: 'authenticated', role: 'commenter' });
  const byOwner = (await duplicate(alice, note, { with_accesses: true })).json;
  assert.deepEqual(await roles(b, byOwner), ['editor', 'owner']);
  assert.equal((await read(alice, byOwner)).link_role, 'commenter');
  const byEditor = (await duplicate(bob, note, { with_accesses: true })).json;
  assert.deepEqual(await roles(b, byEditor), ['owner']);
  assert.equal((await read(bob, byEditor)).user_role, 'owner');
});

test('descendants come along when asked for', async () => {
  const root = await create(b, 'Root');
  const child = await create(b, 'Child', { parent: root.id });
  await create(b, 'Grandchild', { parent: child.id });
  const bare = (await duplicate(alice, root)).json;
  assert.deepEqual(await titles(alice, bare), []);
  const full = (await duplicate(alice, root, { with_descendants: true })).json;
  assert.deepEqual(await titles(alice, full), ['Copy of Child']);
  assert.deepEqual(await titles(alice, child), ['Grandchild'], 'the original stays as it is');
  assert.deepEqual(await titles(alice, root), ['Child']);
});

test('what was never saved, or has such a note below it, is a 500', async () => {
  for (const [rig, browser] of [[b, alice], [a, aliceA]]) {
    const empty = (await browser.post('documents/', { title: 'Never saved' })).json;
    const answer = await duplicate(browser, empty);
    assert.equal(answer.status, 500);
    assert.match(answer.headers.get('content-type'), /html/);
    const root = await create(rig, 'Root');
    await browser.post(`documents/${root.id}/children/`, {});
    assert.equal((await duplicate(browser, root)).status, 201);
    const before = (await rig.control('GET', '/notes')).length;
    assert.equal((await duplicate(browser, root, { with_descendants: true })).status, 500);
    assert.equal((await rig.control('GET', '/notes')).length, before, 'and leaves nothing behind');
  }
});

test('a sub-note is copied beside it by an editor, to a root by a reader', async () => {
  const root = await create(b, 'Root');
  const child = await create(b, 'Child', { parent: root.id });
  await share(b, root, 'reader');
  const his = await read(bob, (await duplicate(bob, child)).json);
  assert.deepEqual([his.depth, his.user_role], [1, 'owner']);
  await share(b, root, 'editor');
  const beside = await read(bob, (await duplicate(bob, child)).json);
  assert.deepEqual([beside.path.slice(0, -7), beside.user_role], [(await read(alice, root)).path, 'editor']);
  const anonymous = b.browser();
  await b.control('POST', `/notes/${root.id}/link`, { reach: 'public', role: 'reader' });
  assert.equal((await duplicate(anonymous, root)).status, 401);
});

// ---- leaving and hiding

test('leaving drops accesses and visits in the subtree and tells the live connections', async () => {
  const root = await create(b, 'Root');
  const child = await create(b, 'Child', { parent: root.id });
  await share(b, root, 'editor');
  await share(b, child, 'editor');
  await read(bob, root);
  const peer = join(b, bob, child.id);
  await peer.auth();
  assert.equal(await peer.take(), READ_WRITE);
  assert.equal((await bob.post(`documents/${root.id}/leave/`)).status, 204);
  assert.equal(await peer.take(), CLOSED);
  peer.close();
  for (const note of [root, child]) assert.equal((await bob.get(`documents/${note.id}/`)).status, 403);
  assert.equal((await bob.post(`documents/${root.id}/leave/`)).status, 403);
});

test('owners and administrators cannot leave, visitors by link can', async () => {
  const note = await create(b, 'Linked');
  assert.equal((await alice.post(`documents/${note.id}/leave/`)).status, 403);
  await share(b, note, 'administrator');
  assert.equal((await bob.post(`documents/${note.id}/leave/`)).status, 403);
  await share(b, note, null);
  await b.control('POST', `/notes/${note.id}/link`, { reach: 'authenticated', role: 'reader' });
  const listed = async () => (await bob.get('documents/?page_size=200')).json.results.some(({ id }) => id === note.id);
  assert.equal((await bob.post(`documents/${note.id}/leave/`)).status, 403, 'before the visit');
  await read(bob, note);
  assert.equal(await listed(), true);
  assert.equal((await bob.post(`documents/${note.id}/leave/`)).status, 204);
  assert.equal(await listed(), false);
});

test('on A a visited note is hidden and shown again, and there is no leaving', async () => {
  const note = await create(a, 'Hidden');
  await share(a, note, 'reader');
  const url = `documents/${note.id}/mask/`;
  const never = await bobA.post(url);
  assert.deepEqual([never.status, Object.keys(never.json)], [400, ['detail']]);
  assert.equal((await read(bobA, note)).abilities.mask, true);
  const shown = async (query) => (await bobA.get(`documents/${query}`)).json.results.some(({ id }) => id === note.id);
  assert.deepEqual([(await bobA.post(url)).status, (await bobA.post(url)).status], [201, 200]);
  assert.deepEqual([await shown(''), await shown('?is_masked=false'), await shown('?is_masked=true')], [true, false, true]);
  assert.deepEqual([(await bobA.delete(url)).status, (await bobA.delete(url)).status], [204, 200]);
  assert.equal(await shown('?is_masked=false'), true);
  for (const [browser, one] of [[bobA, `documents/${note.id}/leave/`], [alice, `documents/${(await create(b, 'x')).id}/mask/`]]) {
    const answer = await browser.post(one);
    assert.equal(answer.status, 404);
    assert.match(answer.headers.get('content-type'), /html/);
  }
});
