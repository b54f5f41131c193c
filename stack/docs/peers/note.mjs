// A note as the web client of Docs holds it: what is stored is read by REST first, then the room is joined with the
// web client's own provider, and the whole state is saved by REST when told, or every so often after an edit made here.
// It never merges what it saves with what is stored: like the web client it trusts its room.
import { HocuspocusProvider } from '@hocuspocus/provider';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { signIn } from './sign-in.mjs';
import { describe, digest } from './tree.mjs';

const STORED = 'stored';

export class Note {
  doc = new Y.Doc();
  #server;
  #address;
  #generation;
  #changed = false;
  #timer;

  /** Opens a note as its `login`, or with the `cookies` (pairs) of somebody who has signed in already. */
  static async open({ docs, note, login, password, cookies, saveEvery = 0 }) {
    const opened = new Note(docs, note, cookies ?? await signIn({ docs, login, password }));
    await opened.#open(saveEvery);
    return opened;
  }

  /** `docs` is the server's address; nothing is asked yet. */
  constructor(docs, note, cookies) {
    this.id = note;
    this.#server = { docs, cookies: cookies.map(([name, value]) => `${name}=${value}`).join('; '), csrf: new Map(cookies).get('csrftoken') };
    this.#address = `${docs}/api/v1.0/documents/${note}/`;
  }

  // Reads what is stored, joins the room and waits until both have the same.
  async #open(saveEvery) {
    const { content, generation } = await this.#stored();
    this.#generation = generation;
    if (content) Y.applyUpdate(this.doc, Buffer.from(content, 'base64'), STORED);
    await this.#join();
    this.doc.on('update', (_, origin) => { this.#changed ||= origin !== this.provider; });
    if (saveEvery) this.#timer = setInterval(() => { if (this.#changed) this.save().catch(console.error); }, saveEvery);
  }

  #join() {
    const { docs, cookies } = this.#server;
    class Socket extends WebSocket {
      constructor(address) {
        super(address, { headers: { cookie: cookies, origin: docs } });
      }
    }
    const address = `${docs.replace('http', 'ws')}/collaboration/ws/?room=${this.id}`;
    return new Promise((resolve, reject) => {
      this.provider = new HocuspocusProvider({
        url: address, name: this.id, document: this.doc, WebSocketPolyfill: Socket,
        onSynced: resolve, onAuthenticationFailed: ({ reason }) => reject(new Error(`the room is shut: ${reason}`)),
      });
    });
  }

  async #stored() {
    const note = await (await this.#ask('GET', this.#address)).json();
    if ('content' in note) return { content: note.content, generation: 'a' };
    return { content: await (await this.#ask('GET', `${this.#address}content/`)).text(), generation: 'b' };
  }

  /** Stores the whole state over whatever is there. */
  async save() {
    this.#changed = false;
    const content = Buffer.from(Y.encodeStateAsUpdate(this.doc)).toString('base64');
    const address = this.#generation === 'a' ? this.#address : `${this.#address}content/`;
    await this.#ask('PATCH', address, { content, websocket: this.provider.isAuthenticated && this.provider.synced });
  }

  /** What is stored now, as a document of its own. */
  async stored() {
    const { content } = await this.#stored();
    const doc = new Y.Doc();
    if (content) Y.applyUpdate(doc, Buffer.from(content, 'base64'));
    return doc;
  }

  async #ask(method, address, body) {
    const { docs, cookies, csrf } = this.#server;
    const answer = await fetch(address, {
      method, redirect: 'manual', body: body && JSON.stringify(body),
      headers: { cookie: cookies, accept: 'application/json', ...(body && { origin: docs, 'x-csrftoken': csrf, 'content-type': 'application/json' }) },
    });
    if (!answer.ok) throw new Error(`${method} ${address}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  /** Waits until everything in a base64 state is here, insertions and deletions. */
  async until(state) {
    const wanted = new Y.Doc();
    Y.applyUpdate(wanted, Buffer.from(state, 'base64'));
    while (!contains(this.doc, wanted)) await new Promise((resolve) => { this.doc.once('update', resolve); });
  }

  /** Everything about it as it is here. */
  dump() {
    const tree = describe(this.doc);
    return {
      tree,
      sha256: digest(tree),
      vector: Buffer.from(Y.encodeStateVector(this.doc)).toString('base64'),
      state: Buffer.from(Y.encodeStateAsUpdate(this.doc)).toString('base64'),
    };
  }

  close() {
    clearInterval(this.#timer);
    this.provider?.destroy();
    this.doc.destroy();
  }
}

function contains(whole, part) {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(whole));
  let news = false;
  copy.on('update', () => { news = true; });
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(part));
  return !news;
}

/** The requests that every peer understands; `held` tells which note is open. */
export const common = (held) => ({
  save: () => held.note.save(),
  until: ({ state }) => held.note.until(state),
  dump: () => held.note.dump(),
  stored: async () => describe(await held.note.stored()),
});
