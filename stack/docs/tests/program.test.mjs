import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readOptions } from '../options.mjs';
import { startProvider } from './provider.mjs';
import { Browser, startRig } from './rig.mjs';
import { stateWith } from './updates.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'docs-stand-in-'));
const provider = await startProvider();
const rig = await startRig({}, { publicUrl: 'https://localhost:8443' });
after(() => { provider.stop(); fs.rmSync(folder, { recursive: true }); });

async function run(env) {
  const program = fileURLToPath(new URL('../server.mjs', import.meta.url));
  const child = spawn(process.execPath, [program], { env: { PATH: process.env.PATH, ISSUER: provider.issuer, DATA: folder, ...env }, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(readline.createInterface({ input: child.stdout }), 'line');
  const [, port, controlPort] = /^ready (\d+) (\d+)$/.exec(line);
  return { child, port, controlPort, url: `http://127.0.0.1:${port}`, api: `http://127.0.0.1:${port}/api/v1.0/` };
}

test('notes, people, contents, files, comments and sessions outlive the program, even when it is killed', async () => {
  const first = await run({ RELEASE_VERSION: '5.3.0', LOCK: 'false' });
  const browser = new Browser(first);
  provider.signedIn = 'alice';
  await browser.follow(`${first.api}authenticate/`);
  const note = (await browser.post('documents/', { title: 'Kept' })).json;
  await browser.patch(`documents/${note.id}/content/`, { content: stateWith('kept') });
  const file = await browser.upload(note, 'kept.txt', 'kept too');
  const thread = (await browser.post(`documents/${note.id}/threads/`, { body: [{ type: 'paragraph' }] })).json;
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  const second = await run({ PORT: first.port, SWITCHES: '{"lock":false}' });
  assert.equal(second.port, first.port);
  assert.equal((await browser.get('users/me/')).status, 200);
  assert.equal((await browser.get(`documents/${note.id}/`)).json.title, 'Kept');
  assert.equal((await browser.get(`documents/${note.id}/content/`)).text, stateWith('kept'));
  assert.equal((await browser.get(`${second.url}/media/${file.key}`)).text, 'kept too');
  assert.equal((await browser.get(`documents/${note.id}/threads/`)).json[0].id, thread.id);
  assert.equal((await browser.get('config/')).json.RELEASE_VERSION, '5.4.1');
  second.child.kill('SIGTERM');
  assert.deepEqual(await once(second.child, 'exit'), [0, null]);
});

test('flags win over the environment, and what is not understood is refused', () => {
  const env = { ISSUER: 'https://id.example', PORT: '1', GENERATION: 'a' };
  const options = readOptions(['--port', '2', '--public-url', 'https://localhost:2/'], env);
  assert.deepEqual([options.port, options.publicUrl, options.switches], [2, 'https://localhost:2', { generation: 'a' }]);
  assert.throws(() => readOptions(['--colour', 'red'], env), /unknown flag/);
  assert.throws(() => readOptions([], { PORT: '1' }), /ISSUER/);
  assert.throws(() => readOptions([], { ...env, PORT: 'x' }), /PORT/);
  assert.throws(() => readOptions([], { ...env, TLS_CERT: 'a' }), /TLS_KEY/);
});

test('behind a public https address cookies are secure and the origin is that address', async () => {
  const local = new Browser({ url: `http://127.0.0.1:${rig.port}`, api: `http://127.0.0.1:${rig.port}/api/v1.0/` });
  const answer = await local.get('users/me/');
  assert.match(answer.setCookies[0], /; Secure$/);
  assert.equal((await local.get('config/')).json.COLLABORATION_WS_URL, 'wss://localhost:8443/collaboration/ws/');
});
