import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import * as Y from 'yjs';
import { bytes, CLOSED, DENIED, hex, join, Peer, READ_WRITE, READONLY, RESET } from './peer.mjs';
import { startRig } from './rig.mjs';
import { docWith, syncFrame, updateOf } from './updates.mjs';

const rig = await startRig();
const a = await startRig({ generation: 'a' });
const [alice, bob] = [await rig.signIn('alice'), await rig.signIn('bob')];

const newNote = (more = {}) => rig.control('POST', '/notes', { owner: 'alice@example.org', ...more });
const share = (id, role, user = 'bob@example.org') => rig.control('POST', `/notes/${id}/access`, { user, role });

/** A note with alice in its room, synced. */
async function inRoom(browser = alice, more = {}) {
  const { id } = more.note ?? await newNote();
  if (more.role) await share(id, more.role);
  const peer = join(rig, browser, id);
  await peer.auth();
  const scope = await peer.take();
  return { id, peer, scope };
}

test('the captured session of an editor and a colleague replays byte for byte', async () => {
  const room = '7ee18624-9dd8-4a2a-9346-a434909bcb20';
  await newNote({ id: room });
  await share(room, 'editor');
  const [A, B] = [join(rig, alice, room), join(rig, bob, room)];
  await A.auth();
  await A.send('00 00 01 00');
  await A.send('01 0a 01 b0d6bdfa0a 00 02 7b7d');
  assert.equal(await A.take(), '02020a726561642d7772697465');
  assert.equal(await A.take(), '00000100', 'SyncStep1 of the server comes before its SyncStep2');
  await A.send('00 01 02 00 00');
  assert.deepEqual(await A.take(2), ['0001020000', '0801']);

  // The capture shows the beginning of the 161 bytes; the rest is a text and an id of the same length.
  const update = updateOf(docWith('x'.repeat(34), 2941217584));
  assert.equal(update.length, 161);
  assert.equal(hex(update).slice(0, 74), '0106b0d6bdfa0a0007010e646f63756d656e742d73746f7265030a626c6f636b47726f7570');
  const frame = syncFrame(2, update);
  assert.equal(hex(frame).slice(0, 8), '0002a101');
  await A.send(frame);
  assert.deepEqual(await A.take(2), [hex(frame), '0801'], 'the echo comes before the acknowledgement');

  const awareness = '0130 01 b0d6bdfa0a 01 28 7b2275736572223a7b226e616d65223a22416c696365222c22636f6c6f72223a2223663030227d7d'.replaceAll(' ', '');
  await A.send(awareness);
  assert.equal(await A.take(), awareness);

  await B.auth();
  assert.deepEqual(await B.take(2), ['02020a726561642d7772697465', awareness], 'who is there is told at once');
  const insertion = '0002 14 01 01 a2a1cce209 00 44 b0d6bdfa0a 04 03 423a20 00'.replaceAll(' ', '');
  await B.send(insertion);
  assert.equal(await A.take(), insertion);
  assert.deepEqual(await B.take(2), [insertion, '0801']);

  const leaving = '010c 01 b0d6bdfa0a 02 04 6e756c6c'.replaceAll(' ', '');
  await A.send(leaving);
  await A.send('07');
  assert.deepEqual(await A.take(2), [leaving, '0712' + hex(Buffer.from('provider_initiated'))]);
  assert.equal(await B.take(), leaving);
  A.close();
  B.close();
});

test('origin and cookie are checked after the upgrade', async () => {
  const { id } = await newNote();
  const cases = [
    [{ cookie: alice.cookie }, 'Origin not allowed'],
    [{ cookie: alice.cookie, origin: `${rig.url}/` }, 'Origin not allowed'],
    [{ cookie: alice.cookie, origin: 'https://evil.example' }, 'Origin not allowed'],
    [{ origin: rig.url }, 'No cookies'],
  ];
  for (const [more, reason] of cases) {
    const peer = new Peer(rig.url, id, more);
    await peer.opened;
    assert.deepEqual(await peer.ended, { code: 4001, reason });
  }
  const lost = join(rig, alice, id, { path: '/elsewhere/' });
  assert.equal((await lost.ended).code, 1005);
});

test('every refusal is permission-denied, the socket stays open, a second Auth is not answered', async () => {
  const { id } = await newNote();
  const version7 = '01890a5d-ac96-774b-bcce-b302099a8057';
  await newNote({ id: version7 });
  const cases = [
    ['no right', join(rig, bob, id)],
    ['wrong room', join(rig, alice, id, { asked: crypto.randomUUID() })],
    ['no room', join(rig, alice, id, { asked: null })],
    ['not version 4', join(rig, alice, version7)],
    ['unknown note', join(rig, alice, crypto.randomUUID())],
    ['session over', new Peer(rig.url, id, { cookie: 'docs_sessionid=gone', origin: rig.url })],
  ];
  for (const [why, peer] of cases) {
    await peer.auth();
    assert.equal(await peer.take(), DENIED, why);
    await peer.auth();
    assert.ok(await peer.silent(60), why);
    assert.equal(peer.socket.readyState, 1, why);
    peer.close();
  }
  await rig.control('POST', '/switches', { backendReachable: false });
  const peer = join(rig, alice, id);
  await peer.auth();
  assert.equal(await peer.take(), DENIED, 'backend down');
  await rig.control('POST', '/switches', { backendReachable: true });
  peer.close();
});

test('two first visits of a user at once make one false denial', async () => {
  await rig.control('POST', '/switches', { visitMs: 1000 });
  const { id } = await newNote();
  const peers = [join(rig, alice, id), join(rig, alice, id)];
  await Promise.all(peers.map((peer) => peer.opened));
  await Promise.all(peers.map((peer) => peer.auth()));
  const told = await Promise.all(peers.map((peer) => peer.take()));
  await rig.control('POST', '/switches', { visitMs: 15 });
  assert.deepEqual(told.sort(), [DENIED, READ_WRITE].sort());
  peers.forEach((peer) => peer.close());
});

test('the scope follows the ability to update, and a reader changes nothing', async () => {
  const note = await newNote();
  await share(note.id, 'reader');
  const writer = await inRoom(alice, { note });
  const reader = await inRoom(bob, { note });
  assert.deepEqual([writer.scope, reader.scope], [READ_WRITE, READONLY]);
  await reader.peer.send(syncFrame(2, updateOf(docWith('no'))));
  assert.equal(await reader.peer.take(), '0800');
  await reader.peer.send('00 01 02 00 00');
  assert.equal(await reader.peer.take(), '0801');
  assert.ok(await writer.peer.silent());
  writer.peer.close();
  reader.peer.close();
});

test('a garbage update is acknowledged, and an update without news is not echoed', async () => {
  const { peer } = await inRoom();
  const update = syncFrame(2, updateOf(docWith('once')));
  await peer.send(update);
  assert.deepEqual(await peer.take(2), [hex(update), '0801']);
  await peer.send(update);
  assert.equal(await peer.take(), '0801');
  await peer.send('00 02 04 09 09 09 09');
  assert.equal(await peer.take(), '0801');
  peer.close();
});

test('frames before Auth are kept for after it', async () => {
  const { id } = await newNote();
  const peer = join(rig, alice, id);
  await peer.send('00 00 01 00');
  assert.ok(await peer.silent());
  await peer.auth();
  assert.deepEqual(await peer.take(3), [READ_WRITE, '00000100', '0001020000']);
  peer.close();
});

test('awareness queries stay unanswered, type 6 comes back as 5, a malformed sync resets, nonsense ends the socket', async () => {
  const { peer } = await inRoom();
  await peer.send('03');
  await peer.send('06 02 6869');
  assert.equal(await peer.take(), '05026869');
  await peer.send('00 09 01 00');
  assert.equal(await peer.take(), RESET);
  assert.equal(peer.socket.readyState, 1);
  peer.close();
  for (const nonsense of [bytes('ff ff'), 'text']) {
    const other = (await inRoom()).peer;
    await other.sendRaw(nonsense);
    assert.deepEqual(await other.ended, { code: 4401, reason: 'Unauthorized' });
  }
});

test('a changed link resets everyone and leaves the socket open and mute; a new Auth works', async () => {
  const note = await newNote();
  const child = await newNote({ parent: note.id });
  const above = await inRoom(alice, { note });
  const below = await inRoom(alice, { note: child });
  assert.equal((await alice.put(`documents/${note.id}/link-configuration/`, { link_reach: 'authenticated', link_role: 'reader' })).status, 200);
  assert.equal(await above.peer.take(), RESET);
  assert.equal(await below.peer.take(), RESET, 'from 5.4.1 below the note too');
  await above.peer.send('00 00 01 00');
  assert.ok(await above.peer.silent());
  await above.peer.auth();
  assert.equal(await above.peer.take(), READ_WRITE);
  above.peer.close();
  below.peer.close();
});

test('generation A resets only the note itself', async () => {
  const someone = await a.signIn('alice');
  const note = await a.control('POST', '/notes', { owner: 'alice@example.org' });
  const child = await a.control('POST', '/notes', { owner: 'alice@example.org', parent: note.id });
  const [above, below] = [join(a, someone, note.id), join(a, someone, child.id)];
  for (const peer of [above, below]) {
    await peer.auth();
    assert.equal(await peer.take(), READ_WRITE);
  }
  await a.control('POST', `/notes/${note.id}/link`, { reach: 'public', role: 'reader' });
  assert.equal(await above.take(), RESET);
  assert.ok(await below.silent());
  above.close();
  below.close();
});

test('a changed access resets that user only, with another reason', async () => {
  const note = await newNote();
  await share(note.id, 'editor');
  const [mine, his] = [await inRoom(alice, { note }), await inRoom(bob, { note })];
  await share(note.id, 'reader');
  assert.equal(await his.peer.take(), CLOSED);
  assert.equal(his.peer.socket.readyState, 1);
  assert.ok(await mine.peer.silent());
  await his.peer.auth();
  assert.equal(await his.peer.take(), READONLY);
  await share(note.id, null);
  assert.equal(await his.peer.take(), CLOSED);
  await his.peer.auth();
  assert.equal(await his.peer.take(), DENIED);
  mine.peer.close();
  his.peer.close();
});

test('deletion, a move and the end of the session say nothing', async () => {
  const someone = await rig.signIn('carol');
  const note = await rig.control('POST', '/notes', { owner: 'carol@example.org' });
  const target = await rig.control('POST', '/notes', { owner: 'carol@example.org' });
  const { peer } = await inRoom(someone, { note });
  await someone.post(`documents/${note.id}/move/`, { target_document_id: target.id });
  await someone.delete(`documents/${note.id}/`);
  await rig.control('POST', '/sessions/kill', { user: 'carol@example.org' });
  assert.ok(await peer.silent());
  const update = syncFrame(2, updateOf(docWith('still here')));
  await peer.send(update);
  assert.deepEqual(await peer.take(2), [hex(update), '0801']);
  peer.close();
});

test('a room is empty again when the last one has left, and upper case is another room', async () => {
  const note = await newNote();
  const first = await inRoom(alice, { note });
  await first.peer.send(syncFrame(2, updateOf(docWith('gone'))));
  await first.peer.take(2);
  const upper = join(rig, alice, note.id.toUpperCase());
  await upper.auth();
  await upper.send('00 00 01 00');
  assert.deepEqual(await upper.take(3), [READ_WRITE, '00000100', '0001020000']);
  upper.close();
  const since = (await rig.control('GET', '/journal')).seq;
  first.peer.close();
  for (let dropped = false; !dropped;) {
    const { entries } = await rig.control('GET', `/journal?since=${since}&kind=room&wait=5000`);
    dropped = entries.some((entry) => entry.room === note.id && entry.decision === 'dropped');
  }
  const again = await inRoom(alice, { note });
  await again.peer.send('00 00 01 00');
  assert.deepEqual(await again.peer.take(2), ['00000100', '0001020000']);
  again.peer.close();
});

test('pings come at the interval, and a missed pong is a timeout that leaves the socket open', async () => {
  await rig.control('POST', '/switches', { pingSeconds: 0.2 });
  const note = await newNote();
  const living = await inRoom(alice, { note });
  const deaf = join(rig, alice, note.id, { autoPong: false });
  await deaf.auth();
  await deaf.until(() => deaf.frames.includes('0712' + hex(Buffer.from('Connection Timeout'))));
  await rig.control('POST', '/switches', { pingSeconds: 30 });
  assert.ok(living.peer.pings >= 2);
  assert.equal(deaf.socket.readyState, 1);
  assert.ok(living.peer.frames.every((frame) => !frame.startsWith('07')));
  living.peer.close();
  deaf.close();
});

test('when a socket dies its awareness is announced gone with an equal clock', async () => {
  const note = await newNote();
  const [stays, dies] = [await inRoom(alice, { note }), await inRoom(alice, { note })];
  await dies.peer.send('01 0b 01 05 03 07 7b2261223a317d');
  assert.equal(await stays.peer.take(), '010b010503077b2261223a317d');
  dies.peer.close();
  assert.equal(await stays.peer.take(), '0108010503046e756c6c');
  stays.peer.close();
});

test('a public note opens with any cookie, read-write when its link role is editor', async () => {
  const note = await newNote();
  await rig.control('POST', `/notes/${note.id}/link`, { reach: 'public', role: 'editor' });
  const peer = new Peer(rig.url, note.id, { cookie: 'any=thing', origin: rig.url });
  await peer.auth();
  assert.equal(await peer.take(), READ_WRITE);
  peer.close();
});

test('the provider of the web client syncs two documents', async () => {
  const { HocuspocusProvider, HocuspocusProviderWebsocket } = await import('@hocuspocus/provider');
  const { WebSocket } = await import('ws');
  const { id } = await newNote();
  await alice.get(`documents/${id}/`);
  class WithHeaders extends WebSocket {
    constructor(url) {
      super(url, { headers: { cookie: alice.cookie, origin: rig.url } });
    }
  }
  const connect = (document) => new Promise((resolve) => {
    const websocketProvider = new HocuspocusProviderWebsocket({ url: `${rig.url.replace('http', 'ws')}/collaboration/ws/?room=${id}`, WebSocketPolyfill: WithHeaders });
    const provider = new HocuspocusProvider({ websocketProvider, name: id, document, onSynced: () => resolve({ provider, websocketProvider }) });
    provider.attach();
  });
  const [mine, theirs] = [docWith('hello', 7), new Y.Doc()];
  const open = [await connect(mine), await connect(theirs)];
  assert.match(theirs.getXmlFragment('document-store').toString(), /hello/);
  for (const { provider, websocketProvider } of open) {
    provider.destroy();
    websocketProvider.destroy();
  }
});
