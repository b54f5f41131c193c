// The server that both sides of the sync benchmarks talk to: the stack's stand-in for Docs, whose live editing is the
// real Hocuspocus, with an identity provider that asks nobody. It says where it is, a note for the peer, and the cookies
// of four sign-ins of the same agent; then it serves until it is ended.
import { readFileSync } from 'node:fs';
import { startStand } from '../../stack/docs/stand.mjs';
import { startProvider } from '../../stack/docs/tests/provider.mjs';
import { Browser } from '../../stack/docs/tests/rig.mjs';
import { say } from './packages.mjs';

const OWNER = 'alice@example.org';

const [cert, key] = process.argv.slice(2).map((file) => readFileSync(file));
const provider = await startProvider();
const port = await freePort();
const { url, controlUrl } = await startStand({
  port, controlPort: 0, tls: { cert, key }, publicUrl: `https://localhost:${port}`, issuer: provider.issuer, clientId: 'docs',
  clientSecret: 'docs-secret', scopes: ['openid', 'email'], folder: null, switches: {},
});
provider.signedIn = 'alice';
const sessions = [];
for (let count = 0; count < 4; count += 1) {
  const browser = new Browser({ url, api: `${url}/api/v1.0/` });
  await browser.follow(`${url}/api/v1.0/authenticate/`);
  sessions.push([...browser.cookies]);
}
const made = await fetch(`${controlUrl}/notes`, { method: 'POST', body: JSON.stringify({ owner: OWNER }) });
const { id } = await made.json();
say({ url, note: id, sessions });

/** A port that nobody listens on: the public address has to be known before the start. */
async function freePort() {
  const { createServer } = await import('node:net');
  const server = createServer();
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const free = server.address().port;
  await new Promise((resolve) => { server.close(resolve); });
  return free;
}
