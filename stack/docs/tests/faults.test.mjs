import assert from 'node:assert/strict';
import test, { afterEach } from 'node:test';
import * as Y from 'yjs';
import { bytes, CLOSED, hex, join, READ_WRITE, READONLY, RESET } from './peer.mjs';
import { startRig } from './rig.mjs';
import { docWith, stateWith, syncFrame, textOf, updateOf } from './updates.mjs';

const rig = await startRig({ lock: false });
const fromA = await startRig({ generation: 'a', lock: false });
const from53 = await startRig({ releaseVersion: '5.3.0' });
const [alice, bob] = [await rig.signIn('alice'), await rig.signIn('bob')];
const fault = (rule) => rig.control('POST', '/faults', rule);
const newNote = (more = {}) => rig.control('POST', '/notes', { owner: 'alice@example.org', content: stateWith('stored'), ...more });
const stored = async ({ id }) => textOf((await rig.control('GET', `/notes/${id}`)).content);
const contentOf = ({ id }) => `documents/${id}/content/`;

afterEach(() => rig.control('DELETE', '/faults'));

async function inRoom(browser, note) {
  const peer = join(rig, browser, note.id);
  await peer.auth();
  assert.equal(await peer.take(), READ_WRITE);
  return peer;
}

test('latency delays an answer', async () => {
  await fault({ fault: 'latency', ms: 120, jitterMs: 20, path: 'config/' });
  const started = Date.now();
  await alice.get('config/');
  assert.ok(Date.now() - started >= 115);
});

test('a connection is cut before the request is handled, or after', async () => {
  const note = await newNote();
  await fault({ fault: 'cutBefore', method: 'PATCH', note: note.id, count: 1 });
  await assert.rejects(alice.patch(contentOf(note), { content: stateWith('lost') }));
  assert.equal(await stored(note), 'stored');
  await fault({ fault: 'cutAfter', method: 'PATCH', note: note.id, count: 1 });
  await assert.rejects(alice.patch(contentOf(note), { content: stateWith('arrived') }));
  assert.equal(await stored(note), 'arrived');
  assert.equal((await alice.patch(contentOf(note), { content: stateWith('again') })).status, 204, 'each struck once');
});

test('a body is cut in the middle, or comes slowly', async () => {
  const note = await newNote();
  const cut = await fault({ fault: 'cutBody', path: 'content/$' });
  await assert.rejects(alice.get(contentOf(note)));
  await rig.control('DELETE', `/faults/${cut.id}`);
  await fault({ fault: 'slowBody', path: 'content/$', bytesPerSecond: 1000 });
  const started = Date.now();
  const { text } = await alice.get(contentOf(note));
  assert.equal(textOf(text), 'stored');
  assert.ok(Date.now() - started >= 100);
});

test('errors of the server and the ingress come as HTML, refusals of Docs as JSON', async () => {
  for (const status of [500, 502, 503, 504, 429, 401, 403]) {
    await fault({ fault: 'answer', status, count: 1, path: 'documents/' });
    const answer = await alice.get('documents/');
    assert.equal(answer.status, status);
    assert.match(answer.headers.get('content-type'), status >= 500 ? /text\/html/ : /application\/json/);
    assert.equal(answer.headers.get('retry-after'), null);
    assert.equal((await alice.get('documents/')).status, 200, 'once');
  }
  await fault({ fault: 'answer', status: 503, retryAfter: 7, count: 1 });
  assert.equal((await alice.get('documents/')).headers.get('retry-after'), '7');
});

test('a captive portal answers everything with its page', async () => {
  await fault({ fault: 'captivePortal', count: 1 });
  const page = await alice.get('documents/');
  assert.equal(page.status, 200);
  assert.match(page.text, /guest network/);
  await fault({ fault: 'captivePortal', redirect: true, count: 1 });
  const redirected = await alice.get('documents/');
  assert.deepEqual([redirected.status, redirected.headers.get('location')], [302, `${rig.url}/portal/`]);
});

test('rules strike by user, after a number of calls, and by seeded chance', async () => {
  await fault({ fault: 'answer', status: 500, user: 'bob@example.org', skip: 1, count: 1, path: 'users/me/' });
  const statuses = async (browser, calls) => { const all = []; for (let i = 0; i < calls; i += 1) all.push((await browser.get('users/me/')).status); return all; };
  assert.deepEqual(await statuses(alice, 3), [200, 200, 200]);
  assert.deepEqual(await statuses(bob, 3), [200, 500, 200]);
  const byChance = async () => {
    const { id } = await fault({ fault: 'answer', status: 500, probability: 0.5, seed: 7, path: 'users/me/' });
    const all = await statuses(alice, 12);
    await rig.control('DELETE', `/faults/${id}`);
    return all;
  };
  const first = await byChance();
  assert.deepEqual(await byChance(), first);
  assert.ok(first.includes(200) && first.includes(500));
});

test('contents come truncated, as garbage, from the past, or with a wrong ETag', async () => {
  const note = await newNote();
  await alice.patch(contentOf(note), { content: stateWith('newer') });
  const read = async (rule) => { await fault({ fault: 'content', count: 1, note: note.id, ...rule }); return alice.get(contentOf(note)); };
  assert.notEqual((await read({ how: 'truncated' })).text.length % 4, 0);
  const garbage = Buffer.from((await read({ how: 'garbage' })).text, 'base64');
  assert.throws(() => Y.applyUpdate(new Y.Doc(), garbage));
  assert.equal(textOf((await read({ how: 'older' })).text), 'stored');
  const wrong = await read({ how: 'wrongEtag' });
  assert.notEqual(wrong.headers.get('etag'), (await alice.get(contentOf(note))).headers.get('etag'));
  assert.equal(await stored(note), 'newer', 'nothing stored was touched');
});

test('poisoned states decode and are what they are called', async () => {
  const root = (text) => { const doc = new Y.Doc(); Y.applyUpdate(doc, Buffer.from(text, 'base64')); return doc.getXmlFragment('document-store'); };
  const poison = async (how, size) => (await rig.control('POST', `/notes/${(await newNote()).id}/poison`, { how, size })).content;
  assert.equal(root(await poison('twoRoots')).length, 2);
  assert.ok((await poison('huge', 100_000)).length > 100_000);
  assert.match(root(await poison('unknownNodes')).toString(), /holodeck/i);
  assert.match(root(await poison('hostile')).toString(), /javascript:/);
  let depth = 0;
  for (let group = root(await poison('deep', 50)).get(0); group; group = group.toArray().at(-1).toArray().find((node) => node.nodeName === 'blockGroup')) depth += 1;
  assert.equal(depth, 51);
});

test('a server restored from backup has an older state and no newer date', async () => {
  const note = await newNote();
  await alice.patch(contentOf(note), { content: stateWith('after the backup') });
  const before = await rig.control('GET', `/notes/${note.id}`);
  const restored = await rig.control('POST', `/notes/${note.id}/backup`, {});
  assert.equal(await stored(note), 'stored');
  assert.equal(restored.updatedAt, before.updatedAt);
});

// ---- websockets

test('a black hole swallows frames and pings and leaves the socket open', async () => {
  await rig.control('POST', '/switches', { pingSeconds: 0.1 });
  const peer = await inRoom(alice, await newNote());
  await peer.until(() => peer.pings > 0);
  await fault({ fault: 'blackHole', user: 'alice@example.org' });
  const pings = peer.pings;
  await peer.send('00 00 01 00');
  assert.ok(await peer.silent(300));
  assert.ok(peer.pings <= pings + 1);
  assert.equal(peer.socket.readyState, 1);
  await rig.control('POST', '/switches', { pingSeconds: 30 });
  peer.close();
});

test('frames are dropped, doubled, delayed in order, or overtaken', async () => {
  const peer = await inRoom(alice, await newNote());
  const say = async (...texts) => { for (const text of texts) await peer.send(`06 01 ${text}`); };
  await fault({ fault: 'frameDrop', direction: 'out', count: 1 });
  await say('61', '62');
  assert.equal(await peer.take(), '050162');
  await fault({ fault: 'frameDuplicate', direction: 'out', count: 1 });
  await say('63');
  assert.deepEqual(await peer.take(2), ['050163', '050163']);
  await fault({ fault: 'frameDelay', direction: 'out', ms: 80, count: 1 });
  await say('64', '65');
  assert.deepEqual(await peer.take(2), ['050164', '050165']);
  await fault({ fault: 'frameReorder', direction: 'out', count: 1 });
  await say('66', '67');
  assert.deepEqual(await peer.take(2), ['050167', '050166']);
  peer.close();
});

test('frames split into single bytes arrive whole', async () => {
  const note = await newNote();
  await fault({ fault: 'split', note: note.id });
  const peer = await inRoom(alice, note);
  const update = syncFrame(2, updateOf(docWith('a longer text, so that there is something to split')));
  await peer.send(update);
  assert.deepEqual(await peer.take(2), [hex(update), '0801']);
  peer.close();
});

test('sockets end with a chosen code at a chosen frame', async () => {
  for (const code of [1001, 1011, 4001, 4401, 1006]) {
    const note = await newNote();
    const peer = await inRoom(alice, note);
    await fault({ fault: 'socketClose', code, note: note.id, direction: 'out', skip: 1, count: 1 });
    await peer.send('00 00 01 00');
    assert.equal((await peer.ended).code, code);
    assert.equal(peer.frames.length >= 1, true);
  }
  const note = await newNote();
  const peer = await inRoom(alice, note);
  assert.deepEqual(await rig.control('POST', `/rooms/${note.id}/close`, { code: 1001 }), { sockets: 1 });
  assert.equal((await peer.ended).code, 1001);
});

test('a Close frame comes at a chosen frame', async () => {
  const note = await newNote();
  const peer = await inRoom(alice, note);
  await fault({ fault: 'closeFrame', note: note.id, direction: 'out', count: 1 });
  await peer.send('06 01 61');
  assert.deepEqual(await peer.take(2), ['050161', RESET]);
  peer.close();
});

test('a room loses its memory while its clients stay', async () => {
  const note = await newNote();
  const peer = await inRoom(alice, note);
  await peer.send(syncFrame(2, updateOf(docWith('forgotten'))));
  await peer.take(2);
  assert.deepEqual(await rig.control('POST', `/rooms/${note.id}/forget`), { connections: 1 });
  await peer.send('00 00 01 00');
  assert.deepEqual(await peer.take(2), ['00000100', '0001020000']);
  const update = syncFrame(2, updateOf(docWith('and goes on')));
  await peer.send(update);
  assert.deepEqual(await peer.take(2), [hex(update), '0801']);
  peer.close();
});

// ---- the server or the rights change under the client

test('a server is upgraded from A to B while clients are signed in', async () => {
  const browser = await fromA.signIn('alice');
  const note = (await browser.post('documents/', { content: stateWith('from A') })).json;
  await fromA.control('POST', '/switches', { generation: 'b' });
  assert.equal((await browser.get(`documents/${note.id}/`)).json.abilities.content_patch, true);
  assert.equal(textOf((await browser.get(contentOf(note))).text), 'from A');
});

test('an upgrade from 5.3 to 5.4 takes the bearer away', async () => {
  const headers = { authorization: `Bearer ${from53.provider.token('alice')}` };
  assert.equal((await from53.browser().get('users/me/', { headers })).status, 200);
  await from53.control('POST', '/switches', { releaseVersion: '5.4.1' });
  const answer = await from53.browser().get('users/me/', { headers });
  assert.deepEqual([answer.status, answer.headers.get('www-authenticate')], [401, 'Session']);
});

test('rights are taken away, narrowed, and notes deleted, restored and moved by others', async () => {
  const [note, target] = [await newNote(), await newNote()];
  const access = (role) => rig.control('POST', `/notes/${note.id}/access`, { user: 'bob@example.org', role });
  await access('editor');
  const peer = await inRoom(bob, note);
  await access('reader');
  assert.equal(await peer.take(), CLOSED);
  await peer.auth();
  assert.equal(await peer.take(), READONLY);
  assert.equal((await bob.get(`documents/${note.id}/`)).json.abilities.update, false);
  await rig.control('POST', `/notes/${note.id}/delete`);
  assert.equal((await bob.get(`documents/${note.id}/`)).status, 404);
  await rig.control('POST', `/notes/${note.id}/restore`);
  assert.equal((await bob.get(`documents/${note.id}/`)).status, 200);
  await access(null);
  assert.equal((await bob.get(`documents/${note.id}/`)).status, 403);
  const moved = await rig.control('POST', `/notes/${note.id}/move`, { target: target.id });
  assert.equal(moved.path, `${target.path}0000001`);
  peer.close();
});

// ---- the control port itself

test('a reset puts switches, faults and clock back to the start', async () => {
  await rig.control('POST', '/switches', { lock: true, etag: 'weak' });
  await fault({ fault: 'cutBefore' });
  await rig.control('POST', '/clock', { offsetMs: 86_400_000 });
  const after = await rig.control('POST', '/reset');
  assert.deepEqual([after.lock, after.etag], [false, 'md5'], 'as it was started');
  assert.deepEqual(await rig.control('GET', '/faults'), []);
  const note = (await alice.post('documents/', {})).json;
  assert.ok(Math.abs(Date.parse(note.created_at) - Date.now()) < 60_000);
});

test('the control port refuses what it does not understand', async () => {
  await assert.rejects(fault({ fault: 'earthquake' }), /unknown fault/);
  await assert.rejects(fault({ fault: 'latency', colour: 'red' }), /does not take/);
  await assert.rejects(rig.control('POST', '/switches', { generation: 'z' }), /must be/);
  await assert.rejects(rig.control('GET', '/nothing'), /no control route/);
  await assert.rejects(rig.control('GET', '/notes/none'), /no note/);
});

test('the journal tells requests, frames and decisions, and no secret', async () => {
  const since = (await rig.control('GET', '/journal')).seq;
  const note = await newNote();
  await alice.patch(contentOf(note), { content: stateWith('journal'), websocket: true });
  const peer = await inRoom(alice, note);
  peer.close();
  await rig.signIn('alice');
  const { entries } = await rig.control('GET', `/journal?since=${since}`);
  const request = entries.find(({ kind, method }) => kind === 'request' && method === 'PATCH');
  assert.deepEqual([request.note, request.status, request.body.websocket], [note.id, 204, true]);
  assert.deepEqual(entries.filter(({ kind, room }) => kind === 'frame' && room === note.id).map(({ direction }) => direction), ['in', 'out']);
  assert.equal(entries.find(({ kind }) => kind === 'auth').decision, 'read-write');
  const text = JSON.stringify(entries);
  for (const secret of [alice.session, alice.cookies.get('csrftoken')]) assert.equal(text.includes(secret), false);
  assert.equal(/code=|state=/.test(text), false);
  assert.ok(bytes(entries.find(({ kind }) => kind === 'frame').hex).length > 37);
});
