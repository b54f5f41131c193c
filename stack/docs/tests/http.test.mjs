import assert from 'node:assert/strict';
import test from 'node:test';
import { ORIGIN_EVIL, startRig } from './rig.mjs';

const b = await startRig();
const older = await startRig({ releaseVersion: '5.3.0' });
const a = await startRig({ generation: 'a' });

const detail = ({ status, json }) => [status, json?.detail];

test('signed out, users/me is 401 and lists are 200 with nothing', async () => {
  const anonymous = b.browser();
  const me = await anonymous.get('users/me/');
  assert.deepEqual(detail(me), [401, 'Authentication credentials were not provided.']);
  assert.equal(me.headers.get('www-authenticate'), 'Session');
  assert.match(me.setCookies[0], /^docs_sessionid=/);
  for (const list of ['documents/', 'documents/all/', 'documents/trashbin/', 'documents/search/?q=a']) {
    const { status, json } = await anonymous.get(list);
    assert.deepEqual([status, json], [200, { count: 0, next: null, previous: null, results: [] }], list);
  }
  assert.equal((await anonymous.get('documents/favorite_list/')).status, 401);
  assert.equal((await older.browser().get('users/me/')).headers.get('www-authenticate'), 'Bearer realm="api"');
});

test('forged requests get the captured 403s', async () => {
  const alice = await b.signIn('alice');
  const [token, origin] = [alice.cookies.get('csrftoken'), b.url];
  const post = (headers) => alice.post('documents/', {}, { headers: { 'x-csrftoken': '', origin: '', ...headers } });
  assert.deepEqual(detail(await post({ origin })), [403, 'CSRF Failed: CSRF token missing.']);
  assert.deepEqual(detail(await post({ origin: ORIGIN_EVIL, 'x-csrftoken': token })), [403, `CSRF Failed: Origin checking failed - ${ORIGIN_EVIL} does not match any trusted origins.`]);
  assert.equal((await post({ origin, 'x-csrftoken': 'x'.repeat(32) })).status, 403);
  assert.equal((await post({ origin, 'x-csrftoken': token })).status, 201);
});

test('a bearer token works up to 5.3 without CSRF, and is ignored from 5.4', async () => {
  const bearer = (rig, token = rig.provider.token('alice')) => ({ headers: { authorization: `Bearer ${token}` } });
  for (const rig of [older, a]) {
    const client = rig.browser();
    assert.equal((await client.get('users/me/', bearer(rig))).json.email, 'alice@example.org');
    assert.equal((await client.post('documents/', { title: 'By bearer' }, bearer(rig))).status, 201);
    assert.deepEqual(detail(await client.get('config/', bearer(rig, 'bad'))), [401, 'invalid token provided']);
    assert.equal((await (await rig.signIn('alice')).get('users/me/', bearer(rig, 'bad'))).status, 401, 'a bad bearer wins over a good cookie');
  }
  assert.equal((await b.browser().get('users/me/', bearer(b))).status, 401);
  assert.equal((await b.browser().get('config/', bearer(b, 'bad'))).status, 200);
  assert.equal((await (await b.signIn('alice')).get('users/me/', bearer(b, 'bad'))).status, 200);
});

test('config announces what each version announces', async () => {
  const { json } = await b.browser().get('config/');
  assert.equal(json.RELEASE_VERSION, '5.4.1');
  assert.equal(json.COLLABORATION_WS_NOT_CONNECTED_READ_ONLY, true);
  assert.equal(json.COLLABORATION_WS_URL, `${b.url.replace('http', 'ws')}/collaboration/ws/`);
  const old = (await older.browser().get('config/')).json;
  assert.deepEqual([old.RELEASE_VERSION, old.COLLABORATION_WS_NOT_CONNECTED_READY_ONLY], ['5.3.0', true]);
  assert.equal('RELEASE_VERSION' in (await a.browser().get('config/')).json, false);
});

test('paths, methods, formats and types are refused as captured', async () => {
  const alice = await b.signIn('alice');
  const slash = await alice.get('documents?page=1');
  assert.deepEqual([slash.status, slash.headers.get('location')], [301, '/api/v1.0/documents/?page=1']);
  assert.equal((await alice.put('documents/', {})).status, 405);
  for (const accept of ['text/plain', 'text/html', 'application/octet-stream']) assert.equal((await alice.get('documents/', { headers: { accept } })).status, 406);
  const form = await alice.send('POST', 'documents/', { raw: 'title=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  assert.equal(form.status, 415);
  const route = await alice.get('nothing/');
  assert.equal(route.status, 404);
  assert.match(route.headers.get('content-type'), /html/);
  const note = await alice.get('documents/00000000-0000-4000-8000-000000000000/');
  assert.equal(note.status, 404);
  assert.ok(note.json.detail);
});

test('the 81st call in a minute is refused for the user, not for the session', async () => {
  const [one, two] = [await b.signIn('bob'), await b.signIn('bob')];
  await b.control('POST', '/switches', { throttle: true });
  const calls = [];
  for (let i = 0; i < 80; i += 1) calls.push((await (i % 2 ? one : two).get('documents/')).status);
  assert.ok(calls.every((status) => status === 200));
  const refused = await one.get('documents/00000000-0000-4000-8000-000000000000/');
  assert.equal(refused.status, 429);
  assert.match(refused.headers.get('retry-after'), /^\d+$/);
  assert.match(refused.json.detail, /^Request was throttled\. Expected available in \d+ seconds?\.$/);
  assert.equal((await one.get('users/me/')).status, 200);
  await b.control('POST', '/switches', { throttle: false });
  await b.control('POST', '/forget');
});

test('a throttle log drops what is a minute old and does not count refused calls', async () => {
  const { Throttle } = await import('../throttle.mjs');
  const { Switches } = await import('../switches.mjs');
  const throttle = new Throttle(new Switches({ throttle: true, rates: { document: 2 } }));
  assert.deepEqual([0, 1000, 2000, 3000].map((now) => throttle.admit('document', 'x', now)), [null, null, 58, 57]);
  assert.equal(throttle.admit('document', 'x', 60_500), null);
});

test('pages are cut at 200, and a page past the end is 404', async () => {
  const carol = await b.signIn('carol');
  for (let i = 0; i < 25; i += 1) await b.control('POST', '/notes', { owner: 'carol@example.org', title: `n${i}` });
  const first = (await carol.get('documents/')).json;
  assert.deepEqual([first.count, first.results.length, first.previous], [25, 20, null]);
  assert.equal(first.next, `${b.api}documents/?page=2`);
  assert.equal((await carol.get('documents/?page=2')).json.results.length, 5);
  assert.equal((await carol.get('documents/?page_size=999')).json.results.length, 25);
  for (const page of ['3', '0', 'x']) assert.deepEqual(detail(await carol.get(`documents/?page=${page}`)), [404, 'Invalid page.']);
});

test('a body above the limit is 413 in HTML, and texts can be replaced by random ones', async () => {
  const alice = await b.signIn('alice');
  await b.control('POST', '/switches', { bodyLimit: 100, language: 'random' });
  const big = await alice.post('documents/', { title: 'x'.repeat(200) });
  const lost = await alice.get('documents/00000000-0000-4000-8000-000000000000/');
  await b.control('POST', '/switches', { bodyLimit: 10485760, language: 'en' });
  assert.equal(big.status, 413);
  assert.match(big.headers.get('content-type'), /html/);
  assert.deepEqual(Object.keys(lost.json), ['detail']);
  assert.notEqual(lost.json.detail, 'No Document matches the given query.');
});
