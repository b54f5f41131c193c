// Live editing: the real Hocuspocus behind the checks of Docs' collaboration server.
// A room is memory only. Rights are asked once, at the Auth frame; after that only a reset ends a connection.
import { Hocuspocus } from '@hocuspocus/server';
import { WebSocketServer } from 'ws';
import { VisitRace } from './notes.mjs';
import { normalId } from './rights.mjs';
import { readCookies, SESSION_COOKIE } from './sessions.mjs';
import { Wire } from './wire.mjs';

const PATH = '/collaboration/ws/';
const UUID4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const REFUSED = 4001;
const LARGEST_FRAME = 64 * 1024 * 1024;

/** Refused at the Auth frame. It has no `reason`, so that the client is told `permission-denied` and nothing else. */
class Denied extends Error {
  constructor() {
    super('');
  }
}

export class Rooms {
  #stand;
  #hocuspocus;
  #sockets = new WebSocketServer({ noServer: true, autoPong: false, maxPayload: LARGEST_FRAME });
  #count = 0;

  /** `stand` may still be growing; it is read when somebody connects. */
  constructor(stand) {
    this.#stand = stand;
    this.#hocuspocus = new Hocuspocus({
      quiet: true,
      onConnect: (payload) => this.#admit(payload),
      afterUnloadDocument: ({ documentName }) => stand.journal.write('room', { room: documentName, decision: 'dropped' }),
    });
  }

  attach(server) {
    server.on('upgrade', (request, socket, head) => {
      if (!URL.canParse(request.url, 'http://localhost')) return socket.destroy();
      return this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#open(opened, request));
    });
  }

  #open(socket, request) {
    const { journal, switches, faults, publicUrl, sessions, people } = this.#stand;
    const { origin, cookie } = request.headers;
    const url = new URL(request.url, 'http://localhost');
    this.#count += 1;
    const number = this.#count;
    const refuse = (decision, ...close) => {
      journal.write('websocket', { socket: number, decision });
      socket.close(...close);
    };
    if (url.pathname !== PATH) return refuse('unknown path');
    if (!(switches.of('origins') ?? [publicUrl]).includes(origin)) return refuse('origin refused', REFUSED, 'Origin not allowed');
    if (!cookie) return refuse('no cookies', REFUSED, 'No cookies');
    const session = readCookies(cookie).get(SESSION_COOKIE) ?? null;
    const room = url.searchParams.get('room');
    const known = sessions.find(session)?.user;
    const connected = { number, room, note: normalId(room ?? ''), session, user: known ? people.find(known) : null };
    new Wire(socket, () => ({ ...connected, path: PATH, method: 'GET' }), { faults, journal });
    journal.write('websocket', { socket: number, room, user: known ?? null, decision: 'opened' });
    socket.on('close', (code, reason) => journal.write('websocket', { socket: number, room, decision: 'closed', code, reason: reason.toString() }));
    socket.on('error', (error) => journal.write('websocket', { socket: number, room, decision: 'failed', why: error.message }));
    this.#hocuspocus.configuration.timeout = switches.of('pingSeconds') * 1000;
    return this.#hocuspocus.handleConnection(socket, request, connected);
  }

  async #admit({ documentName, context, connectionConfig }) {
    const { journal } = this.#stand;
    const decide = (decision) => journal.write('auth', { socket: context.number, room: documentName, user: context.user?.id ?? null, decision });
    const why = await this.#objection(documentName, context, connectionConfig);
    decide(why ?? (connectionConfig.readOnly ? 'readonly' : 'read-write'));
    if (why) throw new Denied();
  }

  /** Why the room stays shut, or null. Reads the note as a visitor would, so that the read counts as a visit. */
  async #objection(documentName, context, connectionConfig) {
    const { notes, sessions, people, switches } = this.#stand;
    if (documentName !== context.room) return 'wrong room';
    if (!UUID4.test(documentName)) return 'no version 4 id';
    if (!switches.of('backendReachable')) return 'backend unreachable';
    const note = notes.find(normalId(documentName));
    if (!note || notes.isGone(note)) return 'unknown note';
    const signedIn = sessions.find(context.session)?.user;
    const user = signedIn ? people.find(signedIn) : null;
    context.user = user;
    const abilities = notes.abilities(note, user);
    if (!abilities.retrieve) return 'no right';
    try {
      await notes.visit(note, user);
    } catch (error) {
      if (!(error instanceof VisitRace)) throw error;
      return 'first visits met';
    }
    connectionConfig.readOnly = !abilities.update;
    return null;
  }

  #connections(id) {
    return this.#hocuspocus.documents.get(id)?.getConnections() ?? [];
  }

  /** How many in this room may write, and whether one of them belongs to the session. */
  writers(id, session) {
    const writing = this.#connections(id).filter((connection) => !connection.readOnly);
    return { count: writing.length, own: writing.some((connection) => connection.context.session === session) };
  }

  /** What a changed link does: everyone in the room is told to come again. */
  reset(id) {
    if (!this.#stand.switches.of('collaborationReachable')) return;
    this.#stand.journal.write('room', { room: id, decision: 'reset' });
    this.#hocuspocus.closeConnections(id);
  }

  /** What a changed access does to the connections of that user. */
  resetUser(id, user) {
    if (!this.#stand.switches.of('collaborationReachable')) return;
    this.#stand.journal.write('room', { room: id, user, decision: 'reset user' });
    for (const connection of this.#connections(id)) if (connection.context.user?.id === user) connection.close();
  }

  list() {
    return [...this.#hocuspocus.documents.values()].map((document) => ({
      room: document.name,
      connections: document.getConnections().map(({ context, readOnly }) => ({ socket: context.number, user: context.user?.id ?? null, readOnly })),
    }));
  }

  /** Closes the sockets in a room with this code; 1006 cuts them. Gives their number. */
  closeSockets(id, code, reason = '') {
    const connections = this.#connections(id);
    for (const { webSocket } of connections) {
      if (code === 1006) webSocket.terminate();
      else webSocket.close(code, reason);
    }
    return connections.length;
  }

  /** Empties the memory of a room while its clients stay connected. Gives their number. */
  async forget(id) {
    const connections = this.#connections(id);
    if (connections.length === 0) return 0;
    const old = this.#hocuspocus.documents.get(id);
    this.#hocuspocus.documents.delete(id);
    const fresh = await this.#hocuspocus.createDocument(id, {}, 'forgotten', { readOnly: false, isAuthenticated: true }, {});
    for (const connection of connections) {
      connection.document = fresh;
      fresh.addConnection(connection);
    }
    old.connections.clear(); // or it would say goodbye to them when it ends
    old.destroy();
    this.#stand.journal.write('room', { room: id, decision: 'forgotten' });
    return connections.length;
  }

  stop() {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
  }
}
