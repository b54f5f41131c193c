import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test from 'node:test';
import { startRig } from './rig.mjs';

const b = await startRig({ lock: false });
const a = await startRig({ generation: 'a', lock: false });
const [alice, bob] = [await b.signIn('alice'), await b.signIn('bob')];
const [aliceA, bobA] = [await a.signIn('alice'), await a.signIn('bob')];

const create = async (browser, body = {}) => (await browser.post('documents/', body)).json;
const createChild = async (browser, parent, body = {}) => (await browser.post(`documents/${parent.id}/children/`, body)).json;
const read = async (browser, { id }) => (await browser.get(`documents/${id}/`)).json;
const share = (rig, { id }, role, user = 'bob@example.org') => rig.control('POST', `/notes/${id}/access`, { user, role });

const KEYS = [
  'id', 'abilities', 'ancestors_link_reach', 'ancestors_link_role', 'computed_link_reach', 'computed_link_role', 'created_at', 'creator', 'deleted_at', 'depth',
  'excerpt', 'link_role', 'link_reach', 'nb_accesses_ancestors', 'nb_accesses_direct', 'numchild', 'path', 'title', 'updated_at', 'user_role',
].sort();
const extra = (note) => Object.keys(note).filter((key) => !KEYS.includes(key)).sort();

test('the object has exactly the keys of its route and generation', async () => {
  const posted = await create(alice, { title: 'Shape' });
  assert.deepEqual(Object.keys(posted).sort(), KEYS, 'no is_favorite after POST');
  assert.deepEqual(extra(await read(alice, posted)), ['is_favorite']);
  assert.deepEqual(extra((await alice.get('documents/')).json.results[0]), ['is_favorite']);
  assert.deepEqual(extra((await alice.get(`documents/${posted.id}/tree/`)).json), ['children', 'is_favorite']);
  assert.deepEqual(extra((await alice.get('documents/search/?q=Shape')).json.results[0]), ['is_favorite', 'parent']);
  const onA = await create(aliceA, { title: 'Shape' });
  assert.deepEqual([extra(onA), onA.content], [['content'], null]);
  assert.deepEqual(extra(await read(aliceA, onA)), ['content', 'is_favorite']);
  assert.deepEqual(extra((await aliceA.get('documents/')).json.results[0]), ['is_favorite'], 'never in lists');
  assert.match(posted.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  assert.equal(posted.user_role, 'owner');
});

test('the search of generation A is the trap', async () => {
  const { status, json } = await aliceA.get('documents/search/?q=x');
  assert.equal(status, 401);
  assert.deepEqual(Object.keys(json).sort(), ['error', 'refresh_url']);
  assert.equal((await aliceA.get('users/me/')).status, 200);
});

test('paths grow in steps of seven, siblings count in base 62, children come in the order of the tree', async () => {
  const root = await create(alice, { title: 'Root' });
  assert.equal(root.path.length, 7);
  const one = await createChild(alice, root, { title: 'One' });
  const two = await createChild(alice, root, { title: 'Two' });
  assert.deepEqual([one.path, two.path, one.depth], [`${root.path}0000001`, `${root.path}0000002`, 2]);
  const below = await createChild(alice, one, { title: 'Below' });
  assert.equal((await read(alice, root)).numchild, 2);
  const tree = (await alice.get(`documents/${below.id}/tree/`)).json;
  assert.equal(tree.id, root.id);
  assert.deepEqual(tree.children.map((child) => [child.title, child.children.length]), [['One', 1], ['Two', 0]]);
  await alice.post(`documents/${two.id}/move/`, { target_document_id: one.id, position: 'left' });
  const { results } = (await alice.get(`documents/${root.id}/children/`)).json;
  assert.deepEqual(results.map(({ title }) => title), ['Two', 'One']);
  const { childPath } = await import('../paths.mjs');
  assert.deepEqual([childPath('', 61), childPath('', 62)], ['000000z', '0000010']);
});

const OWNER_ONLY = ['invite_owner', 'destroy'];
const MANAGER = ['accesses_manage', 'link_configuration', 'move', 'versions_destroy'];
const MEMBER = ['accesses_view', 'versions_list', 'versions_retrieve'];
const EDITOR = ['update', 'partial_update', 'can_edit', 'content_patch', 'attachment_upload'];
const SIGNED_EDITOR = ['children_create', 'ai_transform', 'ai_translate', 'ai_proxy'];
const READER = ['retrieve', 'content_retrieve', 'tree', 'media_check', 'media_auth', 'children_list', 'collaboration_auth', 'formatted_content', 'cors_proxy', 'descendants', 'search'];
const SIGNED_READER = ['duplicate', 'favorite'];
const granted = ({ abilities }) => Object.keys(abilities).filter((name) => abilities[name] === true).sort();
const wanted = (...groups) => groups.flat().sort();

test('abilities follow the table for every role', async () => {
  const note = await create(alice, {});
  const everyone = wanted(READER, SIGNED_READER, MEMBER);
  const expected = {
    reader: [...everyone, 'leave'],
    commenter: [...everyone, 'leave', 'comment'],
    editor: [...everyone, 'leave', 'comment', ...EDITOR, ...SIGNED_EDITOR],
    administrator: [...everyone, 'comment', ...EDITOR, ...SIGNED_EDITOR, ...MANAGER],
    owner: [...everyone, 'comment', ...EDITOR, ...SIGNED_EDITOR, ...MANAGER, ...OWNER_ONLY],
  };
  for (const [role, abilities] of Object.entries(expected)) {
    await share(b, note, role);
    assert.deepEqual(granted(await read(bob, note)), abilities.sort(), role);
  }
});

test('abilities of link visitors and anonymous people follow the link', async () => {
  const note = await create(alice, {});
  await b.control('POST', `/notes/${note.id}/link`, { reach: 'authenticated', role: 'commenter' });
  assert.equal((await b.browser().get(`documents/${note.id}/`)).status, 401);
  const visitor = await read(bob, note);
  assert.equal(visitor.user_role, null);
  assert.deepEqual(granted(visitor), wanted(READER, SIGNED_READER, ['comment']));
  assert.ok((await read(bob, note)).abilities.leave, 'after the visit');
  await b.control('POST', `/notes/${note.id}/link`, { reach: 'public', role: 'editor' });
  assert.deepEqual(granted(await read(b.browser(), note)), wanted(READER, EDITOR, ['comment']));
  const child = await createChild(alice, note);
  assert.deepEqual(child.abilities.link_select_options, { public: ['editor'] });
});

test('an owner sees a deleted note with four abilities, others get 404', async () => {
  const note = await create(alice, {});
  await share(b, note, 'editor');
  assert.equal((await alice.delete(`documents/${note.id}/`)).status, 204);
  const seen = await read(alice, note);
  assert.deepEqual(granted(seen), ['content_retrieve', 'restore', 'retrieve', 'tree']);
  assert.ok(seen.deleted_at);
  assert.equal((await bob.get(`documents/${note.id}/`)).status, 404);
  assert.equal((await alice.delete(`documents/${note.id}/`)).status, 403);
});

test('a note opened by link is listed after the visit and leaves when restricted', async () => {
  const note = await create(alice, {});
  await b.control('POST', `/notes/${note.id}/link`, { reach: 'authenticated', role: 'reader' });
  const listed = async () => (await bob.get('documents/all/?page_size=200')).json.results.some(({ id }) => id === note.id);
  await bob.get(`documents/${note.id}/content/`);
  assert.equal(await listed(), false, 'reading the content is no visit');
  await read(bob, note);
  assert.equal(await listed(), true);
  await b.control('POST', `/notes/${note.id}/link`, { reach: 'restricted' });
  assert.equal(await listed(), false);
  assert.equal((await bob.get(`documents/${note.id}/`)).status, 403);
});

test('of two first visits at once one fails, unless that is switched off', async () => {
  const both = async (note) => (await Promise.all([alice, alice].map((one) => one.get(`documents/${note.id}/`)))).map(({ status }) => status).sort();
  await b.control('POST', '/switches', { visitMs: 1000 });
  assert.deepEqual(await both(await create(alice, {})), [200, 400]);
  await b.control('POST', '/switches', { visitRace: false });
  assert.deepEqual(await both(await create(alice, {})), [200, 200]);
  await b.control('POST', '/switches', { visitRace: true, visitMs: 15 });
});

test('a client id is taken once, normalised, and of a known version', async () => {
  const id = crypto.randomUUID();
  assert.equal((await create(alice, { id: id.toUpperCase() })).id, id);
  const refused = async (browser, wanted) => { const { status, json } = await browser.post('documents/', { id: wanted }); return [status, json.id]; };
  assert.deepEqual(await refused(alice, id), [400, ['A document with this ID already exists. You cannot override it.']]);
  assert.deepEqual(await refused(alice, 'nonsense'), [400, ['Must be a valid UUID.']]);
  const version7 = '01890a5d-ac96-774b-bcce-b302099a8057';
  assert.deepEqual(await refused(alice, version7), [400, ['The provided ID is not a valid UUID.']]);
  assert.deepEqual(await refused(aliceA, version7), [201, version7]);
  const long = await alice.post('documents/', { title: 'x'.repeat(256) });
  assert.deepEqual([long.status, long.json], [400, { title: ['Ensure this field has no more than 255 characters.'] }]);
});

test('updated_at moves for exactly what moves it', async () => {
  const root = await create(alice, { title: 'Watermark' });
  const target = await create(alice, {});
  await read(alice, root);
  const moves = async (act) => {
    const before = (await read(alice, root)).updated_at;
    await act();
    return (await read(alice, root)).updated_at > before;
  };
  const url = `documents/${root.id}/`;
  assert.equal(await moves(() => alice.patch(url, { title: 'Watermark' })), true, 'rename to the same title');
  for (const round of [1, 2]) assert.equal(await moves(() => alice.patch(`${url}content/`, { content: 'AAA=' })), true, `content, round ${round}`);
  assert.equal(await moves(() => alice.put(`${url}link-configuration/`, { link_reach: 'authenticated', link_role: 'reader' })), true, 'link');
  assert.equal(await moves(() => alice.delete(url)), true, 'delete');
  assert.equal(await moves(() => alice.post(`${url}restore/`)), false, 'restore');
  assert.equal(await moves(() => alice.patch(url, {})), false, 'empty PATCH');
  assert.equal(await moves(() => alice.post(`${url}favorite/`)), false, 'favourite');
  assert.equal(await moves(() => share(b, root, 'editor')), false, 'access');
  assert.equal(await moves(() => createChild(alice, root)), false, 'child');
  assert.equal(await moves(() => alice.post(`${url}move/`, { target_document_id: target.id })), false, 'move');
  assert.equal(await moves(() => b.control('POST', `/notes/${target.id}/link`, { reach: 'public', role: 'reader' })), false, 'link above');
});

test('the clock can be off by days', async () => {
  await b.control('POST', '/clock', { offsetMs: -3 * 86_400_000 });
  const note = await create(alice, {});
  await b.control('POST', '/clock', { offsetMs: 0 });
  const days = (Date.now() - Date.parse(note.created_at)) / 86_400_000;
  assert.ok(days > 2.9 && days < 3.1);
});

test('deleting takes the descendants along, restoring brings them back, the trash shows the root', async () => {
  const root = await create(alice, { title: 'Bin' });
  const child = await createChild(alice, root);
  await alice.delete(`documents/${root.id}/`);
  assert.ok((await read(alice, child)).deleted_at);
  const trash = (await alice.get('documents/trashbin/')).json.results;
  assert.equal(trash[0].id, root.id);
  assert.equal('is_favorite' in trash[0], false);
  assert.equal((await alice.post(`documents/${child.id}/restore/`)).status, 403, 'not deleted itself');
  const restored = await alice.post(`documents/${root.id}/restore/`);
  assert.equal(restored.status, 200);
  assert.equal((await read(alice, child)).deleted_at, null);
  assert.equal((await alice.post(`documents/${root.id}/restore/`)).status, 403, 'a living note');
});

test('a note restored under a deleted ancestor stays deleted until that is restored', async () => {
  const root = await create(alice);
  const child = await createChild(alice, root);
  await alice.delete(`documents/${child.id}/`);
  await alice.delete(`documents/${root.id}/`);
  assert.equal((await alice.post(`documents/${child.id}/restore/`)).status, 200);
  assert.ok((await read(alice, child)).deleted_at);
  await alice.post(`documents/${root.id}/restore/`);
  assert.equal((await read(alice, child)).deleted_at, null);
});

test('after 30 days a deleted note is 404 for its owner too', async () => {
  const note = await create(alice);
  await alice.delete(`documents/${note.id}/`);
  await b.control('POST', '/clock', { offsetMs: 31 * 86_400_000 });
  const { status } = await alice.get(`documents/${note.id}/`);
  await b.control('POST', '/clock', { offsetMs: 0 });
  assert.equal(status, 404);
});

test('generation A crashes on a restore of the living and on a cycle', async () => {
  const root = await create(aliceA);
  const child = await createChild(aliceA, root);
  assert.equal((await aliceA.post(`documents/${child.id}/move/`, { target_document_id: child.id })).status, 500);
  await aliceA.delete(`documents/${root.id}/`);
  assert.equal((await aliceA.post(`documents/${child.id}/restore/`)).status, 500);
  const rootB = await create(alice);
  const childB = await createChild(alice, rootB);
  const cycle = await alice.post(`documents/${rootB.id}/move/`, { target_document_id: childB.id });
  assert.deepEqual([cycle.status, cycle.json], [400, { target_document_id: 'Cannot move a document to its own descendant.' }]);
});

test('a move to another tree wipes the direct accesses', async () => {
  const [note, target] = [await create(alice), await create(alice)];
  await share(b, note, 'editor');
  await alice.post(`documents/${note.id}/move/`, { target_document_id: target.id });
  const moved = await read(alice, note);
  assert.deepEqual([moved.path.slice(0, 7), moved.nb_accesses_direct, moved.user_role], [target.path, 0, 'owner']);
  assert.equal((await bob.get(`documents/${note.id}/`)).status, 403);
});

test('only the highest readable notes are listed, all lists the rest, and favourites are one\'s own', async () => {
  const root = await create(alice, { title: 'Ünique root' });
  const child = await createChild(alice, root, { title: 'unique child' });
  await share(b, child, 'reader');
  const titles = async (browser, list) => (await browser.get(list)).json.results.map(({ title }) => title).sort();
  assert.deepEqual(await titles(alice, 'documents/?title=unique'), ['Ünique root']);
  assert.deepEqual(await titles(alice, 'documents/all/?q=UNIQUE'), ['unique child', 'Ünique root']);
  assert.deepEqual(await titles(bob, 'documents/?q=unique'), ['unique child']);
  assert.equal((await bob.post(`documents/${child.id}/favorite/`)).status, 201);
  assert.equal((await bob.post(`documents/${child.id}/favorite/`)).status, 200);
  assert.deepEqual(await titles(bob, 'documents/favorite_list/'), ['unique child']);
  assert.deepEqual(await titles(alice, 'documents/favorite_list/?title=unique'), []);
  await b.control('POST', '/switches', { allEndpoint: false });
  assert.equal((await alice.get('documents/all/')).status, 404);
  await b.control('POST', '/switches', { allEndpoint: true });
});

test('users are searched by name among those around us and by near address', async () => {
  const found = async (q) => (await alice.get(`users/?q=${q}`)).json;
  assert.deepEqual((await found('Dupo')).map(({ full_name: name }) => name), ['Bob Dupont']);
  assert.deepEqual((await found('bab@example.org')).map(({ email }) => email), ['bob@example.org']);
  assert.deepEqual((await alice.get('users/')).json, []);
  assert.deepEqual(await found('Du'), { q: ['Ensure this value has at least 3 characters (it has 2).'] });
  assert.equal((await bobA.get('users/?q=Alic')).status, 400, 'A wants five');
});

test('accesses are given, changed and taken away; the last owner stays', async () => {
  const note = await create(alice);
  const [mine] = (await alice.get(`documents/${note.id}/accesses/`)).json;
  const me = (await bob.get('users/me/')).json;
  const given = await alice.post(`documents/${note.id}/accesses/`, { user_id: me.id, role: 'editor' });
  assert.equal(given.status, 201);
  assert.deepEqual([given.json.user.email, given.json.role, given.json.max_role], ['bob@example.org', 'editor', 'editor']);
  const twice = await alice.post(`documents/${note.id}/accesses/`, { user_id: me.id, role: 'editor' });
  assert.deepEqual([twice.status, twice.json], [400, { __all__: ['This user is already in this document.'] }]);
  assert.equal((await bob.patch(`documents/${note.id}/accesses/${given.json.id}/`, { role: 'owner' })).status, 403);
  assert.deepEqual((await bob.get(`documents/${note.id}/accesses/`)).json.map(({ user }) => user), [{ full_name: 'Alice Martin', short_name: 'Alice' }]);
  assert.equal((await alice.patch(`documents/${note.id}/accesses/${given.json.id}/`, { role: 'reader' })).json.role, 'reader');
  assert.equal((await alice.delete(`documents/${note.id}/accesses/${mine.id}/`)).status, 403);
  assert.equal((await alice.delete(`documents/${note.id}/accesses/${given.json.id}/`)).status, 204);
});

test('a link is refused below what the parent allows, and with the wrong role', async () => {
  const root = await create(alice);
  const child = await createChild(alice, root);
  const link = async (note, body) => { const { status, json } = await alice.put(`documents/${note.id}/link-configuration/`, body); return [status, json]; };
  assert.deepEqual(await link(root, { link_reach: 'authenticated' }), [400, { link_role: ["Link role 'None' is not allowed for link reach 'authenticated'. Allowed roles: reader, commenter, editor"] }]);
  assert.deepEqual(await link(root, { link_reach: 'authenticated', link_role: 'editor' }), [200, { link_role: 'editor', link_reach: 'authenticated' }]);
  assert.deepEqual(await link(child, { link_reach: 'restricted' }), [400, { link_reach: ["Link reach 'restricted' is not allowed based on parent document configuration."] }]);
});
