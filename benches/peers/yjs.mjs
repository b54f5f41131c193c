// Yjs as a peer: it opens, replays, merges and holds notes that lie in files. It seals nothing and asks no disk to keep
// anything.
import { readFileSync } from 'node:fs';
import { require, serve, spent } from './packages.mjs';

const Y = require('yjs');

const ROOT = 'document-store';

/** A file as the bytes that a browser would have: Node's own kind is slower to take apart. */
const read = (file) => new Uint8Array(readFileSync(file));

function load(state) {
  const doc = new Y.Doc();
  const root = doc.getXmlFragment(ROOT);
  Y.applyUpdate(doc, state);
  return { doc, root };
}

/** The updates of a log: each behind its length, four bytes, the smallest first. */
function* entries(log) {
  const view = new DataView(log.buffer);
  for (let at = 0; at < log.length;) {
    const length = view.getUint32(at, true);
    yield log.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
}

const held = [];

await serve({
  /** From the file to the text. */
  open: ({ file }) => spent(() => load(read(file)).root.toString()),

  /** From a file with all updates to the text: all in one transaction, which is the fastest way of Yjs. */
  replay: ({ file }) => spent(() => {
    const doc = new Y.Doc();
    const root = doc.getXmlFragment(ROOT);
    const log = read(file);
    doc.transact(() => { for (const entry of entries(log)) Y.applyUpdate(doc, entry); });
    return root.toString();
  }),

  /** Updates into a note that is open. */
  merge: ({ file, updates }) => {
    const { doc } = load(read(file));
    const all = [...entries(read(updates))];
    return spent(() => { for (const update of all) Y.applyUpdate(doc, update); });
  },

  /** Opens a note so many times, and gives the bytes of heap that each takes. */
  hold: ({ file, count }) => {
    const state = read(file);
    const used = () => {
      globalThis.gc();
      const { heapUsed, external, arrayBuffers } = process.memoryUsage();
      return heapUsed + external + arrayBuffers;
    };
    const before = used();
    for (let opened = 0; opened < count; opened += 1) held.push(load(state));
    return { bytes: (used() - before) / count };
  },
});
