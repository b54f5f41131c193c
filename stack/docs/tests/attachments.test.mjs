import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import test, { afterEach } from 'node:test';
import { readForm } from '../multipart.mjs';
import { startRig } from './rig.mjs';
import { stateWith, stateWithImage } from './updates.mjs';

const b = await startRig({ lock: false });
const a = await startRig({ generation: 'a', lock: false });
const [alice, bob] = [await b.signIn('alice'), await b.signIn('bob')];
const [aliceA, bobA] = [await a.signIn('alice'), await a.signIn('bob')];

afterEach(() => b.control('POST', '/reset'));

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const create = async (browser, body = {}) => (await browser.post('documents/', body)).json;
const check = (browser, { id }, key) => browser.get(`documents/${id}/media-check/?key=${encodeURIComponent(key)}`);
const download = (browser, key, headers = {}) => browser.get(`${browser.url}/media/${key}`, { headers });
const share = (rig, { id }, role, user = 'bob@example.org') => rig.control('POST', `/notes/${id}/access`, { user, role });
const switches = (wanted) => b.control('POST', '/switches', wanted);

test('an upload answers with its check, the check with the address, the address with the bytes', async () => {
  for (const browser of [alice, aliceA]) {
    const note = await create(browser);
    const { status, json, key } = await browser.upload(note, 'pixel.png', PIXEL);
    assert.equal(status, 201);
    assert.match(key, new RegExp(`^${note.id}/attachments/${UUID}\\.png$`));
    assert.deepEqual(json, { file: `/api/v1.0/documents/${note.id}/media-check/?key=${key.replaceAll('/', '%2F')}` });
    const checked = await check(browser, note, key);
    assert.deepEqual([checked.status, checked.json], [200, { status: 'ready', file: `/media/${key}` }]);
    const got = await download(browser, key);
    assert.deepEqual([got.status, got.bytes], [200, PIXEL]);
    assert.equal(got.headers.get('content-type'), 'image/png');
    assert.equal(got.headers.get('content-security-policy'), "default-src 'none'");
    assert.equal(got.headers.get('content-disposition'), 'inline; filename="pixel.png"');
    assert.equal(got.headers.get('etag'), `"${crypto.createHash('md5').update(PIXEL).digest('hex')}"`);
    assert.equal((await download(browser, key, { 'if-none-match': got.headers.get('etag') })).status, 304);
    assert.equal((await download(browser, key, { accept: 'image/png' })).status, 200, 'any type may be asked for');
  }
});

test('an upload moves updated_at, asks for no lock, and the same file twice is two files', async () => {
  await switches({ lock: true });
  const note = await create(alice);
  const phone = await b.signIn('alice');
  assert.equal((await phone.patch(`documents/${note.id}/`, { title: 'Locked' })).status, 200);
  assert.equal((await alice.patch(`documents/${note.id}/`, { title: 'Refused' })).status, 403);
  const before = (await alice.get(`documents/${note.id}/`)).json.updated_at;
  const keys = [await alice.upload(note, 'a.png', PIXEL), await alice.upload(note, 'a.png', PIXEL)].map(({ key }) => key);
  assert.notEqual(keys[0], keys[1]);
  assert.ok((await alice.get(`documents/${note.id}/`)).json.updated_at > before);
});

test('no file, an empty file and a file above the limit are refused with the captured texts', async () => {
  const note = await create(alice);
  const refused = async (answer) => { const { status, json } = await answer; return [status, json]; };
  assert.deepEqual(await refused(alice.upload(note, 'a.png', PIXEL, 'image')), [400, { file: ['No file was submitted.'] }]);
  assert.deepEqual(await refused(alice.post(`documents/${note.id}/attachment-upload/`, {})), [400, { file: ['No file was submitted.'] }]);
  assert.deepEqual(await refused(alice.upload(note, 'a.png', '')), [400, { file: ['The submitted file is empty.'] }]);
  await switches({ bodyLimit: 12 * 1024 * 1024 });
  const big = Buffer.alloc(10 * 1024 * 1024 + 1);
  assert.deepEqual(await refused(alice.upload(note, 'a.bin', big)), [400, { file: ['File size exceeds the maximum limit of 10 MB.'] }]);
  await switches({ attachmentBytes: 1024 * 1024 });
  assert.deepEqual(await refused(alice.upload(note, 'a.txt', 'x'.repeat(1024 * 1024 + 1))), [400, { file: ['File size exceeds the maximum limit of 1 MB.'] }]);
  assert.equal((await alice.upload(note, 'a.txt', 'x'.repeat(1024 * 1024))).status, 201);
  await switches({ bodyLimit: 1024 });
  assert.equal((await alice.upload(note, 'a.txt', 'x'.repeat(2048))).status, 413, 'the ingress is stricter');
});

test('what is not what its name says is named unsafe and comes as a download', async () => {
  const note = await create(alice);
  const ending = async (name, content) => (await alice.upload(note, name, content)).key.replace(new RegExp(`^.*${UUID}`), '');
  const cases = [
    ['ok.png', PIXEL, '.png'], ['ok.txt', 'words', '.txt'], ['ok.pdf', '%PDF-1.7 …', '.pdf'], ['ok.json', '{"a":1}', '.json'],
    ['broken.png', '\x89PNG', '-unsafe.png'], ['text.png', 'words', '-unsafe.png'], ['page.html', '<!doctype html><p>', '-unsafe.html'],
    ['none', 'words', '-unsafe.txt'], ['long.markdown', 'words', '-unsafe.txt'], ['a.zip', Buffer.from('504b0304ff', 'hex'), '-unsafe.zip'],
    ['drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', '-unsafe.svg'],
  ];
  for (const [name, content, wanted] of cases) assert.equal(await ending(name, content), wanted, name);
  const { key } = await alice.upload(note, 'été.html', '<html>');
  assert.equal((await download(alice, key)).headers.get('content-disposition'), "attachment; filename*=UTF-8''%C3%A9t%C3%A9.html");
});

test('only editors upload, and a lost note is no place for a file', async () => {
  const note = await create(alice);
  assert.equal((await bob.upload(note, 'a.png', PIXEL)).status, 403);
  await share(b, note, 'commenter');
  assert.equal((await bob.upload(note, 'a.png', PIXEL)).status, 403);
  await share(b, note, 'editor');
  assert.equal((await bob.upload(note, 'a.png', PIXEL)).status, 201);
  assert.equal((await b.browser().upload(note, 'a.png', PIXEL)).status, 401);
  assert.equal((await alice.upload({ id: crypto.randomUUID() }, 'a.png', PIXEL)).status, 404);
});

test('a file is being checked until it is ready, and an infected one is gone', async () => {
  const note = await create(alice);
  await switches({ malware: 500 });
  const { key } = await alice.upload(note, 'a.png', PIXEL);
  assert.deepEqual((await check(alice, note, key)).json, { status: 'processing' });
  assert.equal((await download(alice, key)).status, 403, 'not ready');
  await new Promise((resolve) => { setTimeout(resolve, 550); });
  assert.equal((await check(alice, note, key)).json.status, 'ready');
  assert.equal((await download(alice, key)).status, 200);
  await switches({ malware: 'infected' });
  const infected = await alice.upload(note, 'b.png', PIXEL);
  assert.equal(infected.status, 201);
  const answer = await check(alice, note, infected.key);
  assert.deepEqual([answer.status, answer.json], [404, { detail: 'Attachment missing' }]);
  assert.equal((await download(alice, infected.key)).status, 403);
});

test('the check wants a key of this note, and the storage may have lost the file', async () => {
  const note = await create(alice);
  const { key } = await alice.upload(note, 'a.png', PIXEL);
  const bare = await alice.get(`documents/${note.id}/media-check/`);
  assert.deepEqual([bare.status, Object.keys(bare.json)], [400, ['detail']]);
  assert.deepEqual((await check(alice, await create(alice), key)).json, { detail: 'Attachment missing' });
  const [{ status, type, size, name }] = (await b.control('GET', `/notes/${note.id}`)).attachments;
  assert.deepEqual([status, type, size, name], ['ready', 'image/png', PIXEL.length, 'a.png']);
  const lost = await b.control('DELETE', `/notes/${note.id}/attachments/${key.split('/').at(-1)}`);
  assert.deepEqual(lost.attachments, [{ key, status: 'lost' }]);
  const answer = await check(alice, note, key);
  assert.deepEqual([answer.status, answer.json], [404, { detail: 'Media not found' }]);
  assert.equal((await download(alice, key)).status, 403);
});

test('a file is for those who can read a note that holds it, else it is 403 and never 404', async () => {
  const note = await create(alice);
  const child = (await alice.post(`documents/${note.id}/children/`, {})).json;
  const { key } = await alice.upload(child, 'a.png', PIXEL);
  const strange = await download(bob, key);
  assert.equal(strange.status, 403);
  assert.match(strange.headers.get('content-type'), /html/);
  assert.equal((await download(b.browser(), key)).status, 403);
  for (const path of [`${note.id}/attachments/${crypto.randomUUID()}.png`, 'nonsense']) assert.equal((await download(alice, path)).status, 403, path);
  await share(b, note, 'reader');
  assert.equal((await download(bob, key)).status, 200, 'by the ancestor');
  await share(b, note, null);
  await b.control('POST', `/notes/${child.id}/link`, { reach: 'public', role: 'reader' });
  assert.equal((await download(b.browser(), key)).status, 200, 'by the link');
});

test('a bearer opens files where the API takes it', async () => {
  const { key } = await aliceA.upload(await create(aliceA), 'a.png', PIXEL);
  const bearer = (rig) => ({ authorization: `Bearer ${rig.provider.token('alice')}` });
  assert.equal((await download(a.browser(), key, bearer(a))).status, 200);
  const onB = await alice.upload(await create(alice), 'a.png', PIXEL);
  assert.equal((await download(b.browser(), onB.key, bearer(b))).status, 403);
});

test('downloads count in the throttle of notes', async () => {
  const { key } = await alice.upload(await create(alice), 'a.png', PIXEL);
  await switches({ throttle: true, rates: { document: 2 } });
  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await download(alice, key)).status);
  assert.deepEqual(statuses, [200, 200, 429]);
  assert.equal((await alice.get('documents/')).status, 429);
  assert.equal((await download(bob, key)).status, 403, 'everyone has a budget of their own');
});

const saves = [
  ['B', b, alice, bob, (browser, { id }, content) => browser.patch(`documents/${id}/content/`, { content })],
  ['A', a, aliceA, bobA, (browser, { id }, content) => browser.patch(`documents/${id}/`, { content })],
];

for (const [generation, rig, owner, reader, save] of saves) {
  test(`on ${generation} saved content carries the keys that its saver may read`, async () => {
    const [source, target] = [await create(owner), await create(owner)];
    await share(rig, target, 'editor');
    const { key } = await owner.upload(source, 'a.png', PIXEL);
    const content = stateWithImage(`https://docs.example/media/${key}`);
    await save(reader, target, content);
    assert.equal((await download(reader, key)).status, 403, 'whoever cannot read it, cannot hand it on');
    await save(owner, target, content);
    assert.equal((await download(reader, key)).status, 200);
    assert.deepEqual((await rig.control('GET', `/notes/${target.id}`)).attachments.map((one) => one.key), [key]);
    await save(owner, target, stateWith('no picture any more'));
    assert.equal((await download(reader, key)).status, 200, 'removing the block does not take the right away');
  });
}

test('keys are found in links too and in content created on A, unsafe ones are not', async () => {
  const source = await create(aliceA);
  const { key } = await aliceA.upload(source, 'a.txt', 'words');
  const unsafe = await aliceA.upload(source, 'a.html', '<html>');
  const content = stateWithImage(`/media/${unsafe.key}`, `/media/${key}`);
  const { id } = await create(aliceA, { content });
  const held = (await a.control('GET', `/notes/${id}`)).attachments;
  assert.deepEqual(held.map((one) => one.key), [key]);
});

test('a form is read with quoted boundaries, several fields and encoded names, and a torn one is none', async () => {
  const form = Buffer.from('--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nPl\u00e4ne\r\n'
    + '--x\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name="file"; filename*=utf-8\'\'%C3%A9t%C3%A9.txt\r\n\r\na\r\nb\r\n--x--\r\n');
  const fields = readForm(form, 'multipart/form-data; boundary="x"');
  assert.deepEqual([fields.title, fields.file.name, fields.file.bytes.toString()], ['Pläne', 'été.txt', 'a\r\nb']);
  assert.equal(readForm(form.subarray(0, 100), 'multipart/form-data; boundary=x'), null);
  assert.equal(readForm(form, 'multipart/form-data'), null);
  const note = await create(alice);
  const torn = await alice.send('POST', `documents/${note.id}/attachment-upload/`, { raw: 'torn', headers: { 'content-type': 'multipart/form-data' } });
  assert.deepEqual([torn.status, Object.keys(torn.json)], [400, ['detail']]);
});

test('an import makes an empty note on A and is not imitated on B', async () => {
  const form = () => {
    const made = new FormData();
    made.append('file', new Blob(['# Hello']), 'hello.md');
    return made;
  };
  const onA = await aliceA.send('POST', 'documents/', { raw: form() });
  assert.deepEqual([onA.status, onA.json.title, onA.json.content], [201, null, null]);
  assert.equal((await alice.send('POST', 'documents/', { raw: form() })).status, 501);
});
