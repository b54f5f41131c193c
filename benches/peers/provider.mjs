// Two editors as a browser has them, `@hocuspocus/provider` over Yjs, in one room of Docs. They keep nothing on a disk.
import { require, serve, spent } from './packages.mjs';

const Y = require('yjs');
const { WebSocket } = require('ws');
const { HocuspocusProvider } = require('@hocuspocus/provider');

const editors = [];

async function editor({ url, note, session }) {
  const cookie = session.map(([name, value]) => `${name}=${value}`).join('; ');
  class Socket extends WebSocket {
    constructor(address) {
      super(address, { headers: { cookie, origin: url } });
    }
  }
  const doc = new Y.Doc();
  const address = `${url.replace('http', 'ws')}/collaboration/ws/?room=${note}`;
  const provider = new HocuspocusProvider({ url: address, name: note, document: doc, WebSocketPolyfill: Socket });
  await new Promise((resolve) => { provider.on('synced', resolve); });
  return { doc, provider, text: doc.getText('text') };
}

await serve({
  connect: async ({ url, note, sessions }) => {
    for (const session of sessions) editors.push(await editor({ url, note, session }));
    return {};
  },

  /** One letter, from the key in the one to the text of the other. */
  keystroke: () => spent(async () => {
    const [one, other] = editors;
    const arrived = new Promise((resolve) => { other.doc.once('update', resolve); });
    one.text.insert(one.text.length, 'a');
    await arrived;
  }),

  /** So many letters, each a transaction of its own. */
  keystrokes: ({ count }) => spent(async () => {
    const [one, other] = editors;
    const length = one.text.length + count;
    const arrived = new Promise((resolve) => {
      other.doc.on('update', () => { if (other.text.length >= length) resolve(); });
    });
    for (let typed = 0; typed < count; typed += 1) one.text.insert(one.text.length, 'a');
    await arrived;
  }),
});
