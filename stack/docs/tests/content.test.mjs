import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { join, READ_WRITE, READONLY } from './peer.mjs';
import { startRig } from './rig.mjs';
import { stateWith, textOf } from './updates.mjs';

const b = await startRig({ lock: false });
const a = await startRig({ generation: 'a', lock: false });
const alice = await b.signIn('alice');
const aliceA = await a.signIn('alice');
const locked = await startRig();
const [phone, laptop] = [await locked.signIn('alice'), await locked.signIn('alice')];
const bob = await locked.signIn('bob');

const create = async (browser, body = {}) => (await browser.post('documents/', body)).json;
const save = (browser, { id }, content, more = {}) => browser.patch(`documents/${id}/content/`, { content, ...more });
const read = (browser, { id }, headers = {}) => browser.get(`documents/${id}/content/`, { headers });

test('B drops content in POST and PATCH without a word, A keeps it and echoes it', async () => {
  const content = stateWith('by post');
  const onB = await alice.post('documents/', { title: 'x', content });
  assert.equal(onB.status, 201);
  assert.equal((await alice.patch(`documents/${onB.json.id}/`, { content })).status, 200);
  assert.equal((await read(alice, onB.json)).text, '');
  const onA = await create(aliceA, { content });
  assert.equal(onA.content, content);
  const later = stateWith('by patch');
  const echoed = await aliceA.patch(`documents/${onA.id}/`, { content: later });
  assert.deepEqual([echoed.status, echoed.json.content], [200, later]);
  assert.equal((await aliceA.get(`documents/${onA.id}/`)).json.content, later);
});

test('a note that was never saved has an empty body, no ETag and no length', async () => {
  const answer = await read(alice, await create(alice));
  assert.deepEqual([answer.status, answer.text], [200, '']);
  for (const header of ['etag', 'content-length', 'last-modified']) assert.equal(answer.headers.get(header), null, header);
});

test('content is stored verbatim with the captured headers', async () => {
  const note = await create(alice);
  const content = stateWith('verbatim');
  const saved = await save(alice, note, content);
  assert.deepEqual([saved.status, saved.text, saved.headers.get('etag')], [204, '', null]);
  const answer = await read(alice, note);
  assert.equal(answer.text, content);
  assert.equal(answer.headers.get('content-type'), 'text/plain');
  assert.equal(answer.headers.get('content-length'), String(content.length));
  assert.equal(answer.headers.get('etag'), `"${crypto.createHash('md5').update(content).digest('hex')}"`);
  assert.equal(answer.headers.get('cache-control'), 'private, no-cache');
  assert.match(answer.headers.get('last-modified'), /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d UTC$/);
});

test('conditional reading follows 6.4', async () => {
  const note = await create(alice);
  await save(alice, note, stateWith('conditional'));
  const { headers } = await read(alice, note);
  const [etag, modified] = [headers.get('etag'), headers.get('last-modified')];
  const status = async (sent) => (await read(alice, note, sent)).status;
  assert.equal(await status({ 'if-none-match': etag }), 304);
  assert.equal(await status({ 'if-none-match': `W/${etag}` }), 304);
  assert.equal(await status({ 'if-none-match': '*' }), 200);
  assert.equal(await status({ 'if-none-match': `"other", ${etag}` }), 200);
  assert.equal(await status({ 'if-modified-since': modified }), 304);
  assert.equal(await status({ 'if-none-match': '"other"', 'if-modified-since': modified }), 304, 'either match is enough');
  assert.equal((await read(alice, note, { 'if-none-match': etag })).text, '');
  for (const etagSwitch of ['opaque', 'weak']) {
    await b.control('POST', '/switches', { etag: etagSwitch });
    const other = (await read(alice, note)).headers.get('etag');
    assert.notEqual(other, etag);
    assert.equal(await status({ 'if-none-match': other }), 304, etagSwitch);
  }
  await b.control('POST', '/switches', { etag: 'md5' });
});

test('what is no content is refused with the captured texts', async () => {
  const note = await create(alice);
  const refused = async (body) => { const { status, json } = await alice.patch(`documents/${note.id}/content/`, body); return [status, json]; };
  const broken = ['not base64!', 'AAA', 'AA\nA=', '-_-_'];
  for (const content of broken) assert.deepEqual(await refused({ content }), [400, { content: ['Invalid base64 content.'] }], content);
  assert.deepEqual(await refused({ content: '' }), [400, { content: ['This field may not be blank.'] }]);
  assert.deepEqual(await refused({}), [400, { content: ['This field is required.'] }]);
  assert.deepEqual(await refused({ content: null }), [400, { content: ['This field may not be null.'] }]);
  const garbage = Buffer.from('no yjs at all, really').toString('base64');
  assert.deepEqual(await refused({ content: garbage }), [400, 'invalid yjs document']);
  assert.deepEqual((await refused({ content: 'AAA=' }))[0], 204, 'an empty update erases the note');
  assert.equal((await alice.put(`documents/${note.id}/content/`, { content: 'AAA=' })).status, 405);
  const onA = await create(aliceA);
  assert.equal((await aliceA.patch(`documents/${onA.id}/`, { content: garbage })).status, 500);
  assert.equal((await aliceA.patch(`documents/${onA.id}/content/`, { content: 'AAA=' })).status, 405);
  assert.match((await aliceA.get(`documents/${onA.id}/formatted-content/`)).headers.get('content-type'), /html/);
});

test('the last writer wins, and a blind browser erases what others wrote', async () => {
  const note = await create(alice);
  await save(alice, note, stateWith('old state', 1));
  const { id } = await b.control('POST', '/blind-browser', { note: note.id, everyMs: 50 });
  await save(alice, note, stateWith('new words', 2));
  assert.equal(textOf((await read(alice, note)).text), 'new words');
  const since = (await b.control('GET', '/journal')).seq;
  await b.control('GET', `/journal?since=${since}&kind=blindBrowser&note=${note.id}&wait=5000`);
  await b.control('DELETE', `/blind-browser/${id}`);
  assert.equal(textOf((await read(alice, note)).text), 'old state');
});

test('identical content makes no new version', async () => {
  const note = await create(alice);
  for (const text of ['one', 'one', 'two']) await save(alice, note, stateWith(text));
  assert.equal((await b.control('GET', `/notes/${note.id}`)).versions, 2);
});

// ---- the edit lock

const content = stateWith('locked');

const shared = async () => {
  const note = await locked.control('POST', '/notes', { owner: 'alice@example.org' });
  await locked.control('POST', `/notes/${note.id}/access`, { user: 'bob@example.org', role: 'editor' });
  return note;
};
const saves = async (browser, note, more) => (await save(browser, note, content, more)).status;
const canEdit = async (browser, note) => (await browser.get(`documents/${note.id}/can-edit/`)).json.can_edit;

async function inRoom(browser, note, scope = READ_WRITE) {
  const peer = join(locked, browser, note.id);
  await peer.auth();
  assert.equal(await peer.take(), scope);
  return peer;
}

test('without anybody in the room the lock belongs to a session, not to a user', async () => {
  const note = await shared();
  assert.equal(await saves(phone, note), 204);
  assert.equal(await saves(laptop, note), 403, 'the same user on a second device');
  assert.equal((await laptop.patch(`documents/${note.id}/`, {})).status, 403, 'an empty PATCH asks for the lock too');
  assert.equal(await saves(phone, note), 204, 'renewed by its owner');
  assert.deepEqual([await canEdit(phone, note), await canEdit(laptop, note)], [true, false]);
  assert.equal(await saves(laptop, note, { websocket: true }), 204, 'the flag is trusted');
  await locked.control('POST', '/forget');
  assert.equal(await canEdit(laptop, note), true);
  assert.equal(await canEdit(bob, note), true, 'asking does not take it');
  assert.equal(await saves(bob, note), 204);
});

test('the lock ends by itself', async () => {
  const note = await shared();
  await locked.control('POST', '/switches', { lockSeconds: 1.5 });
  assert.equal(await saves(phone, note), 204);
  assert.equal(await saves(laptop, note), 403);
  await new Promise((resolve) => { setTimeout(resolve, 1600); });
  assert.equal(await saves(laptop, note), 204);
  await locked.control('POST', '/switches', { lockSeconds: 120 });
});

test('with writers in the room only they may save without the flag', async () => {
  const note = await shared();
  const peer = await inRoom(bob, note);
  assert.equal(await saves(phone, note), 403);
  assert.equal(await saves(bob, note), 204);
  await locked.control('POST', '/switches', { collaborationReachable: false });
  await locked.control('POST', '/forget');
  assert.equal(await saves(phone, note), 204, 'an unreachable collaboration server counts as an empty room');
  await locked.control('POST', '/switches', { collaborationReachable: true });
  peer.close();
});

test('readers in the room do not count, and what is no edit of the note passes', async () => {
  const note = await shared();
  await locked.control('POST', `/notes/${note.id}/access`, { user: 'bob@example.org', role: 'reader' });
  const reader = await inRoom(bob, note, READONLY);
  assert.equal(await saves(phone, note), 204);
  assert.equal((await bob.get(`documents/${note.id}/can-edit/`)).status, 403);
  assert.equal((await laptop.post(`documents/${note.id}/children/`, {})).status, 201);
  assert.equal((await laptop.delete(`documents/${note.id}/`)).status, 204);
  reader.close();
});

test('the lock can be switched off, and config says so', async () => {
  const note = await shared();
  await locked.control('POST', '/switches', { lock: false });
  assert.deepEqual([await saves(phone, note), await saves(laptop, note)], [204, 204]);
  assert.equal((await phone.get('config/')).json.COLLABORATION_WS_NOT_CONNECTED_READ_ONLY, false);
  await locked.control('POST', '/switches', { lock: true });
});
