import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { startRig } from './rig.mjs';

const b = await startRig({ lock: false });
const a = await startRig({ generation: 'a', lock: false });
const from51 = await startRig({ releaseVersion: '5.1.0' });
const [alice, bob] = [await b.signIn('alice'), await b.signIn('bob')];
const [aliceA, bobA] = [await a.signIn('alice'), await a.signIn('bob')];

const body = (text) => [{ type: 'paragraph', content: [{ type: 'text', text, styles: {} }] }];
const ALICE = { full_name: 'Alice Martin', short_name: 'Alice' };
const create = async (browser) => (await browser.post('documents/', {})).json;
const share = (rig, { id }, role) => rig.control('POST', `/notes/${id}/access`, { user: 'bob@example.org', role });
const at = ({ id }, thread, ...more) => `documents/${id}/threads/${[thread?.id, ...more].filter(Boolean).map((part) => `${part}/`).join('')}`;
const comment = async (browser, note, text = 'hi') => (await browser.post(at(note), { body: body(text) })).json;
const outcome = async (answer) => { const { status, json } = await answer; return [status, json]; };

async function sharedNote(rig, owner, role = 'commenter') {
  const note = await create(owner);
  await share(rig, note, role);
  return note;
}

test('a thread has exactly the captured shape', async () => {
  const note = await create(alice);
  const { status, json: thread } = await alice.post(at(note), { body: body('hi'), metadata: { anchor: 'x' } });
  assert.equal(status, 201);
  const all = { destroy: true, update: true, partial_update: true };
  const [only] = thread.comments;
  assert.deepEqual(thread, {
    id: thread.id, created_at: thread.created_at, updated_at: thread.updated_at, creator: ALICE,
    abilities: { ...all, resolve: true, unresolve: true, retrieve: true },
    comments: [{ id: only.id, user: ALICE, body: body('hi'), created_at: only.created_at, updated_at: only.updated_at, reactions: [], abilities: { ...all, reactions: true, retrieve: true } }],
    resolved: false, resolved_at: null, resolved_by: null, metadata: {},
  });
  assert.deepEqual((await alice.get(at(note, thread))).json, thread);
  const onA = await comment(aliceA, await create(aliceA));
  assert.equal('unresolve' in onA.abilities, false);
});

test('threads come as an array newest first, and move nothing of the note', async () => {
  const note = await create(alice);
  const before = (await alice.get(`documents/${note.id}/`)).json.updated_at;
  const ids = [await comment(alice, note), await comment(alice, note)].map(({ id }) => id);
  assert.deepEqual((await alice.get(at(note))).json.map(({ id }) => id), ids.reverse());
  assert.equal((await alice.get(`documents/${note.id}/`)).json.updated_at, before);
});

test('a body is wanted and not blank', async () => {
  const note = await create(alice);
  const thread = await comment(alice, note);
  for (const path of [at(note), at(note, thread, 'comments')]) {
    assert.deepEqual(await outcome(alice.post(path, {})), [400, { body: ['This field is required.'] }]);
    assert.deepEqual(await outcome(alice.post(path, { body: [] })), [400, { body: ['This field cannot be blank.'] }]);
  }
});

test('readers are refused, even for reading, and the unknown is 404', async () => {
  const note = await sharedNote(b, alice, 'reader');
  const thread = await comment(alice, note);
  for (const path of [at(note), at(note, thread), at(note, thread, 'comments')]) assert.equal((await bob.get(path)).status, 403, path);
  assert.equal((await b.browser().get(at(note))).status, 401);
  assert.deepEqual(await outcome(alice.get(at(note, { id: crypto.randomUUID() }))), [404, { detail: 'No Thread matches the given query.' }]);
  assert.equal((await alice.get(at(await create(alice), thread))).status, 404, 'a thread of another note');
  assert.equal((await alice.patch(at(note, thread), { body: body('x') })).status, 405);
});

test('a thread is resolved and deleted by its creator or by those who manage the note', async () => {
  const note = await sharedNote(b, alice);
  const [hers, his] = [await comment(alice, note), await comment(bob, note)];
  assert.equal((await bob.post(at(note, hers, 'resolve'))).status, 403);
  assert.equal((await bob.delete(at(note, hers))).status, 403);
  assert.equal((await bob.get(at(note, hers))).json.abilities.resolve, false);
  assert.equal((await bob.post(at(note, his, 'resolve'))).status, 204);
  const resolved = (await alice.get(at(note))).json.find(({ id }) => id === his.id);
  assert.equal(resolved.resolved, true, 'B lists it still');
  assert.ok(resolved.resolved_at && resolved.resolved_by);
  assert.equal((await alice.post(at(note, his, 'unresolve'))).status, 204);
  const open = (await alice.get(at(note, his))).json;
  assert.deepEqual([open.resolved, open.resolved_at, open.resolved_by], [false, null, null]);
  assert.equal((await alice.delete(at(note, his))).status, 204);
  assert.equal((await alice.get(at(note, his))).status, 404);
});

test('generation A hides what is resolved everywhere, and knows no way back', async () => {
  const note = await create(aliceA);
  const thread = await comment(aliceA, note);
  assert.equal((await aliceA.post(at(note, thread, 'resolve'))).status, 204);
  assert.deepEqual((await aliceA.get(at(note))).json, []);
  assert.deepEqual(await outcome(aliceA.get(at(note, thread))), [404, { detail: 'No Thread matches the given query.' }]);
  assert.equal((await aliceA.get(at(note, thread, 'comments'))).status, 404);
  for (const [rig, browser] of [[a, aliceA], [from51, await from51.signIn('alice')]]) {
    const later = await comment(browser, await create(browser));
    const unknown = await browser.post(at({ id: later.id }, later, 'unresolve'));
    assert.equal(unknown.status, 404, rig.url);
    assert.match(unknown.headers.get('content-type'), /html/, 'from 5.2 on');
  }
});

test('comments come in pages, are edited by their author, and the last one leaves an empty thread', async () => {
  const note = await sharedNote(b, alice);
  const thread = await comment(alice, note);
  const { status, json: his } = await bob.post(at(note, thread, 'comments'), { body: body('me too') });
  assert.equal(status, 201);
  const page = (await bob.get(at(note, thread, 'comments'))).json;
  assert.deepEqual([page.count, page.next, page.results.map(({ user }) => user.short_name)], [2, null, ['Alice', 'Bob']]);
  const [hers] = page.results;
  assert.equal((await bob.patch(at(note, thread, 'comments', hers.id), { body: body('x') })).status, 403);
  assert.equal((await bob.delete(at(note, thread, 'comments', hers.id))).status, 403);
  const edited = await bob.patch(at(note, thread, 'comments', his.id), { body: body('me as well') });
  assert.deepEqual([edited.status, edited.json.body], [200, body('me as well')]);
  assert.ok(edited.json.updated_at > his.updated_at);
  assert.equal((await alice.put(at(note, thread, 'comments', his.id), { body: body('x') })).status, 403, 'not even an owner, on B');
  for (const { id } of [his, hers]) assert.equal((await alice.delete(at(note, thread, 'comments', id))).status, 204);
  assert.deepEqual((await alice.get(at(note, thread))).json.comments, []);
  assert.equal((await alice.get(at(note, thread, 'comments', his.id))).status, 404);
});

test('on A owners edit the comments of others too', async () => {
  const note = await sharedNote(a, aliceA);
  const thread = await comment(bobA, note);
  const path = at(note, thread, 'comments', thread.comments[0].id);
  assert.equal((await aliceA.patch(path, { body: body('moderated') })).status, 200);
});

test('a reaction is given once and taken back once', async () => {
  const note = await sharedNote(b, alice);
  const thread = await comment(alice, note);
  const path = at(note, thread, 'comments', thread.comments[0].id, 'reactions');
  const react = (browser, emoji = '👍') => outcome(browser.post(path, { emoji }));
  const unreact = async (browser) => (await browser.delete(path, { body: { emoji: '👍' } })).status;
  const seen = async () => (await alice.get(at(note, thread))).json.comments[0].reactions.map(({ emoji, users }) => [emoji, users.map((user) => user.short_name)]);
  assert.deepEqual(await react(alice), [201, undefined], 'an empty body');
  assert.deepEqual(await react(bob), [201, undefined]);
  assert.deepEqual(await react(alice), [400, { user_already_reacted: true }]);
  assert.deepEqual(await seen(), [['👍', ['Alice', 'Bob']]]);
  assert.deepEqual([await unreact(alice), await unreact(alice)], [204, 404]);
  assert.equal(await unreact(bob), 204);
  assert.deepEqual(await seen(), [], 'gone with the last of them');
  await b.control('POST', `/notes/${note.id}/link`, { reach: 'public', role: 'commenter' });
  assert.equal((await b.browser().post(path, { emoji: '👍' })).status, 401);
});

test('B takes one emoji and no more than fifteen kinds, A takes any text', async () => {
  const [note, noteA] = [await create(alice), await create(aliceA)];
  const [thread, threadA] = [await comment(alice, note), await comment(aliceA, noteA)];
  const path = at(note, thread, 'comments', thread.comments[0].id, 'reactions');
  for (const emoji of ['x', '👍👍', 'yes']) assert.deepEqual(await outcome(alice.post(path, { emoji })), [400, { emoji: ['Reaction must be a single valid emoji.'] }], emoji);
  assert.deepEqual(await outcome(alice.post(path, {})), [400, { emoji: ['This field is required.'] }]);
  for (const emoji of [...'😀😁😂😃😄😅😆😇😈😉😊😋😌😍', '👩🏽‍🚀']) assert.equal((await alice.post(path, { emoji })).status, 201, emoji);
  assert.equal((await alice.post(path, { emoji: '❤️' })).status, 400, 'the sixteenth');
  assert.equal((await aliceA.post(at(noteA, threadA, 'comments', threadA.comments[0].id, 'reactions'), { emoji: 'yes' })).status, 201);
});

test('comments are outside the throttle, and the control port shows them', async () => {
  const note = await create(alice);
  await b.control('POST', '/switches', { throttle: true, rates: { document: 1 } });
  for (let i = 0; i < 3; i += 1) assert.equal((await alice.get(at(note))).status, 200);
  await b.control('POST', '/reset');
  const thread = await comment(alice, note);
  const { threads } = await b.control('GET', `/notes/${note.id}`);
  assert.deepEqual(threads.map(({ id, comments }) => [id, comments[0].body]), [[thread.id, body('hi')]]);
});
