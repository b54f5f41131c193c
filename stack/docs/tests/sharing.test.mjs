import assert from 'node:assert/strict';
import test from 'node:test';
import { startRig } from './rig.mjs';

const b = await startRig({ lock: false });
const a = await startRig({ generation: 'a', lock: false });
const [alice, bob] = [await b.signIn('alice'), await b.signIn('bob')];
const aliceA = await a.signIn('alice');

const create = async (browser) => (await browser.post('documents/', {})).json;
const createChild = async (browser, { id }) => (await browser.post(`documents/${id}/children/`, {})).json;
const share = ({ id }, role) => b.control('POST', `/notes/${id}/access`, { user: 'bob@example.org', role });
const record = ({ id }, rig = b) => rig.control('GET', `/notes/${id}`);
const outcome = async (answer) => { const { status, json } = await answer; return [status, json]; };
const invitations = ({ id }, more = '') => `documents/${id}/invitations/${more}`;
const requests = ({ id }, ...more) => `documents/${id}/ask-for-access/${more.map((part) => `${part}/`).join('')}`;

// ---- invitations

test('an invitation has exactly the captured shape, its address in lower case', async () => {
  const note = await create(alice);
  const me = (await alice.get('users/me/')).json;
  const { status, json } = await alice.post(invitations(note), { email: 'Dan@Example.net', role: 'editor' });
  assert.equal(status, 201);
  assert.deepEqual(json, {
    id: json.id, abilities: { destroy: true, update: true, partial_update: true, retrieve: true }, created_at: json.created_at,
    email: 'dan@example.net', document: note.id, role: 'editor', issuer: me.id, is_expired: false,
  });
  const page = (await alice.get(invitations(note))).json;
  assert.deepEqual(page, { count: 1, next: null, previous: null, results: [json] });
  const changed = await alice.patch(invitations(note, `${json.id}/`), { role: 'reader' });
  assert.deepEqual([changed.status, changed.json.role], [200, 'reader']);
  assert.equal((await alice.delete(invitations(note, `${json.id}/`))).status, 204);
  assert.equal((await alice.delete(invitations(note, `${json.id}/`))).status, 404);
});

test('nobody is invited twice, nor those who are known, nor to more than one may give', async () => {
  const note = await create(alice);
  const invite = (browser, body) => outcome(browser.post(invitations(note), body));
  await invite(alice, { email: 'dan@example.net', role: 'reader' });
  assert.deepEqual(await invite(alice, { email: 'DAN@example.net', role: 'editor' }), [400, { __all__: ['Document invitation with this Email address and Document already exists.'] }]);
  assert.deepEqual(await invite(alice, { email: 'bob@example.org', role: 'editor' }), [400, { email: ['This email is already associated to a registered user.'] }]);
  for (const body of [{ role: 'editor' }, { email: 'no address', role: 'editor' }]) assert.deepEqual(Object.keys((await invite(alice, body))[1]), ['email']);
  assert.deepEqual(await invite(alice, { email: 'eve@example.net', role: 'king' }), [400, { role: ['"king" is not a valid choice.'] }]);
  await share(note, 'administrator');
  assert.deepEqual(Object.keys((await invite(bob, { email: 'eve@example.net', role: 'owner' }))[1]), ['role']);
  assert.equal((await invite(bob, { email: 'eve@example.net', role: 'administrator' }))[0], 201);
});

test('only a direct access of weight counts: inherited owners are refused', async () => {
  const root = await create(alice);
  const child = await createChild(alice, root);
  assert.equal((await alice.post(invitations(child), { email: 'dan@example.net', role: 'reader' })).status, 403);
  assert.equal((await alice.get(invitations(child))).json.count, 0);
  await share(root, 'editor');
  await alice.post(invitations(root), { email: 'dan@example.net', role: 'reader' });
  assert.equal((await bob.post(invitations(root), { email: 'eve@example.net', role: 'reader' })).status, 403);
  assert.equal((await bob.get(invitations(root))).json.count, 0);
  const [{ id }] = (await alice.get(invitations(root))).json.results;
  assert.equal((await bob.delete(invitations(root, `${id}/`))).status, 403);
  assert.equal((await b.browser().get(invitations(root))).status, 401);
});

test('an invitation becomes an access at the first sign-in, unless it is a week old', async () => {
  const [fresh, old] = [await create(alice), await create(alice)];
  await b.control('POST', '/clock', { offsetMs: -8 * 86_400_000 });
  await alice.post(invitations(old), { email: 'carol@example.org', role: 'reader' });
  await b.control('POST', '/clock', { offsetMs: 0 });
  await alice.post(invitations(fresh), { email: 'carol@example.org', role: 'editor' });
  assert.deepEqual((await alice.get(invitations(old))).json.results.map((one) => one.is_expired), [true]);
  const carol = await b.signIn('carol');
  assert.equal((await carol.get(`documents/${fresh.id}/`)).json.user_role, 'editor');
  assert.equal((await carol.get(`documents/${old.id}/`)).status, 403);
  assert.deepEqual([(await record(fresh)).invitations.length, (await record(old)).invitations.length], [0, 1]);
});

test('inviting moves nothing of the note, and a move to another tree wipes the invitations', async () => {
  const [note, target] = [await create(alice), await create(alice)];
  await alice.post(invitations(note), { email: 'dan@example.net', role: 'reader' });
  assert.equal((await alice.get(`documents/${note.id}/`)).json.updated_at, note.updated_at);
  await alice.post(`documents/${note.id}/move/`, { target_document_id: target.id });
  assert.deepEqual((await record(note)).invitations, []);
});

test('invitations and requests have budgets of their own', async () => {
  const note = await create(alice);
  await b.control('POST', '/switches', { throttle: true, rates: { invitation: 1, askForAccess: 1 } });
  const statuses = [];
  for (const path of [invitations(note), invitations(note), requests(note), requests(note), 'documents/']) statuses.push((await alice.get(path)).status);
  await b.control('POST', '/reset');
  assert.deepEqual(statuses, [200, 429, 200, 429, 200]);
});

// ---- requests for access

test('whoever is refused may ask once, and sees their own request only', async () => {
  const note = await create(alice);
  const other = await b.signIn('carol');
  assert.equal((await b.browser().post(requests(note), {})).status, 401);
  const asked = await bob.post(requests(note), { role: 'editor' });
  assert.deepEqual([asked.status, asked.text], [201, '']);
  assert.deepEqual(await outcome(bob.post(requests(note), {})), [400, { detail: 'You already ask to access to this document.' }]);
  assert.deepEqual(await outcome(other.post(requests(note), { role: 'owner' })), [400, { role: ['"owner" is not a valid choice.'] }]);
  await other.post(requests(note), {});
  const seen = async (browser) => (await browser.get(requests(note))).json.results.map(({ user, role }) => [user.short_name, role]);
  assert.deepEqual(await seen(alice), [['Bob', 'editor'], ['Carol', 'reader']]);
  assert.deepEqual(await seen(bob), [['Bob', 'editor']]);
  assert.equal((await alice.get(`documents/${note.id}/`)).json.updated_at, note.updated_at);
  const [{ abilities, document }] = (await alice.get(requests(note))).json.results;
  assert.deepEqual([abilities.accept, abilities.set_role_to.at(-1), document], [true, 'owner', note.id]);
});

test('a request is accepted once, with the role asked for or another', async () => {
  const note = await create(alice);
  const ask = async (role) => { await bob.post(requests(note), { role }); return (await alice.get(requests(note))).json.results[0].id; };
  const first = await ask('editor');
  assert.equal((await bob.post(requests(note, first, 'accept'), {})).status, 403, 'not by oneself');
  assert.equal((await alice.post(requests(note, first, 'accept'))).status, 204);
  assert.equal((await alice.post(requests(note, first, 'accept'))).status, 404);
  assert.equal((await bob.get(`documents/${note.id}/`)).json.user_role, 'editor');
  const second = await ask('administrator');
  assert.equal((await alice.post(requests(note, second, 'accept'), { role: 'commenter' })).status, 204);
  assert.equal((await bob.get(`documents/${note.id}/`)).json.user_role, 'commenter', 'even a lower one');
});

test('nobody gives more than they have, and declining is deleting', async () => {
  const note = await create(alice);
  const carol = await b.signIn('carol');
  await share(note, 'administrator');
  await carol.post(requests(note), { role: 'editor' });
  const [{ id, abilities }] = (await bob.get(requests(note))).json.results;
  assert.equal(abilities.set_role_to.includes('owner'), false);
  assert.deepEqual(await outcome(bob.post(requests(note, id, 'accept'), { role: 'owner' })), [400, { detail: 'You cannot accept a role higher than your own.' }]);
  assert.equal((await carol.delete(requests(note, id))).status, 403);
  assert.equal((await bob.delete(requests(note, id))).status, 204);
  assert.deepEqual((await record(note)).requests, []);
  assert.equal((await carol.get(`documents/${note.id}/`)).status, 403);
});

test('only roots are asked for', async () => {
  const child = await createChild(alice, await create(alice));
  assert.equal((await bob.post(requests(child), {})).status, 404);
  assert.equal((await bob.get(requests(child))).status, 404);
});

test('the privileged may not ask on B; on A they may, and accepting it lowers their own role', async () => {
  assert.equal((await alice.post(requests(await create(alice)), {})).status, 400);
  const note = await create(aliceA);
  assert.equal((await aliceA.post(requests(note), { role: 'reader' })).status, 201);
  const [{ id }] = (await aliceA.get(requests(note))).json.results;
  assert.equal((await aliceA.post(requests(note, id, 'accept'))).status, 204);
  assert.equal((await aliceA.get(`documents/${note.id}/`)).json.user_role, 'reader');
});
