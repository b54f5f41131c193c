// The whole stand-in put together and listening on the loopback: Docs on one port, its controls on another.
import http from 'node:http';
import https from 'node:https';
import { Attachments } from './attachments.mjs';
import { BlindBrowsers } from './blind-browser.mjs';
import { Clock } from './clock.mjs';
import { Contents } from './content.mjs';
import { serveControl } from './control.mjs';
import { Faults } from './faults.mjs';
import { serve } from './http.mjs';
import { Identity } from './identity.mjs';
import { acceptInvitations } from './invitations.mjs';
import { Journal } from './journal.mjs';
import { Lock } from './lock.mjs';
import { Notes } from './notes.mjs';
import { People } from './people.mjs';
import { Rooms } from './rooms.mjs';
import { Cookies, Sessions } from './sessions.mjs';
import { Store } from './store.mjs';
import { Switches } from './switches.mjs';
import { Throttle } from './throttle.mjs';

const HOST = '127.0.0.1';
const IDLE_MS = 75_000; // as an ingress keeps idle connections; less than a client's pool would show resets of our making

/** Starts it; gives the addresses, the parts, and `stop`. */
export async function startStand(options) {
  const { tls, issuer, clientId, clientSecret, scopes } = options;
  const stand = build(options, new Identity({ issuer, clientId, clientSecret, scopes }));
  const answer = (request, response) => serve(stand, request, response).catch((error) => {
    const kind = error.code === 'ECONNRESET' ? 'aborted' : 'crash'; // the client went away, or we are wrong
    stand.journal.write(kind, { path: request.url, why: error.stack });
    request.socket.destroy();
  });
  const docs = tls ? https.createServer(tls, answer) : http.createServer(answer);
  docs.keepAliveTimeout = IDLE_MS;
  const control = http.createServer((request, response) => serveControl(stand, request, response));
  stand.rooms.attach(docs);
  const port = await listen(docs, options.port);
  stand.publicUrl = options.publicUrl ?? `${tls ? 'https' : 'http'}://${HOST}:${port}`;
  stand.cookies = new Cookies({ secure: stand.publicUrl.startsWith('https:'), switches: stand.switches });
  const controlPort = await listen(control, options.controlPort);
  return { stand, port, controlPort, url: stand.publicUrl, controlUrl: `http://${HOST}:${controlPort}`, stop: () => stop(stand, [docs, control]) };
}

function build({ folder, switches: wanted }, identity) {
  const [store, clock, switches, journal, faults] = [new Store(folder), new Clock(), new Switches(wanted), new Journal(), new Faults()];
  const shared = { store, clock, switches };
  const stand = { ...shared, identity, journal, faults };
  stand.people = new People({ ...shared, onNew: (user) => acceptInvitations(stand, user) });
  stand.sessions = new Sessions(shared);
  stand.notes = new Notes(shared);
  stand.contents = new Contents(shared);
  stand.attachments = new Attachments({ ...shared, notes: stand.notes });
  stand.rooms = new Rooms(stand);
  stand.lock = new Lock({ switches, rooms: stand.rooms, journal });
  stand.throttle = new Throttle(switches);
  stand.blindBrowsers = new BlindBrowsers(stand);
  return stand;
}

function listen(server, port) {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => resolve(server.address().port));
  });
}

async function stop({ rooms, blindBrowsers }, servers) {
  blindBrowsers.stopAll();
  rooms.stop();
  await Promise.all(servers.map((server) => new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  })));
}
