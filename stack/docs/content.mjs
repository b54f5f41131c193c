// The contents of notes: whole Yjs states as base64 text, stored verbatim, the last writer wins.
// Decodes an update only to refuse what does not decode; never merges, never looks inside.
import crypto from 'node:crypto';
import * as Y from 'yjs';
import { empty, invalid } from './answers.mjs';
import { contentDate } from './clock.mjs';
import { readFlag } from './note-routes.mjs';
import { openNote } from './rights.mjs';

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const md5 = (text) => crypto.createHash('md5').update(text).digest('hex');

export class Contents {
  #store;
  #clock;
  #switches;

  constructor({ store, clock, switches }) {
    this.#store = store;
    this.#clock = clock;
    this.#switches = switches;
  }

  /** The current text, or null when the note was never saved. */
  text(note) {
    const current = note.contents.at(-1);
    return current ? this.textOf(current) : null;
  }

  /** The text of one of the note's versions. */
  textOf(version) {
    return this.#store.text(version.id);
  }

  /** Forgets a version. The caller saves the note. */
  remove(note, version) {
    note.contents = note.contents.filter((other) => other !== version);
    this.#store.removeText(version.id);
  }

  /** Keeps the text; identical content makes no new version. The caller saves the note. */
  store(note, text) {
    const current = note.contents.at(-1);
    if (current?.md5 === md5(text)) return;
    const kept = { id: crypto.randomUUID(), md5: md5(text), at: this.#clock.micros() };
    this.#store.putText(kept.id, text);
    note.contents.push(kept);
  }

  /** The text that was current `steps` versions ago, or null. */
  older(note, steps) {
    const kept = note.contents.at(-1 - steps);
    return kept ? this.#store.text(kept.id) : null;
  }

  etag(text) {
    const plain = `"${md5(text)}"`;
    return { md5: plain, weak: `W/${plain}`, opaque: `"${md5(`opaque ${text}`)}-1"` }[this.#switches.of('etag')];
  }
}

/** Fills `errors` unless the value is strict base64; gives its bytes. */
export function readBase64(value, errors) {
  if (typeof value !== 'string') errors.content = ['Not a valid string.'];
  else if (!BASE64.test(value)) errors.content = ['Invalid base64 content.'];
  return errors.content ? null : Buffer.from(value, 'base64');
}

/** Whether the bytes decode as a Yjs update. */
export function checkContent(bytes) {
  const scratch = new Y.Doc();
  try {
    Y.applyUpdate(scratch, bytes);
    return true;
  } catch {
    return false;
  } finally {
    scratch.destroy();
  }
}

export function read(stand, exchange) {
  const note = openNote(stand, exchange, 'content_retrieve');
  const text = stand.contents.text(note);
  const headers = { 'content-type': 'text/plain', 'cache-control': 'private, no-cache' };
  if (text === null) return { ...empty(200, headers), streamed: true };
  const at = note.contents.at(-1).at;
  const known = { ...headers, etag: stand.contents.etag(text), 'last-modified': contentDate(at) };
  if (isUnchanged(exchange.headers, known.etag, at)) return empty(304, known);
  return { status: 200, headers: known, body: Buffer.from(text), isContent: true };
}

// One tag, weak or strong; lists and `*` are not understood. Either header alone is enough for a 304.
function isUnchanged(headers, etag, at) {
  const bare = (tag) => tag?.trim().replace(/^W\//, '');
  if (headers['if-none-match'] !== undefined && bare(headers['if-none-match']) === bare(etag)) return true;
  const since = Date.parse(headers['if-modified-since'] ?? '');
  return !Number.isNaN(since) && Math.floor(at / 1_000_000) <= Math.floor(since / 1000);
}

export function write(stand, exchange) {
  const { notes, contents, attachments, lock } = stand;
  const { body, user } = exchange;
  const note = openNote(stand, exchange, 'content_patch');
  const errors = {};
  const bytes = readContent(body, errors);
  const websocket = readFlag(body, 'websocket', errors);
  if (Object.keys(errors).length) throw invalid(errors);
  lock.demand(note, exchange.session, websocket);
  if (!checkContent(bytes)) throw invalid('invalid yjs document');
  contents.store(note, body.content);
  attachments.pickUp(note, body.content, user);
  notes.bump(note);
  return empty(204);
}

function readContent(body, errors) {
  if (body.content === undefined) errors.content = ['This field is required.'];
  else if (body.content === null) errors.content = ['This field may not be null.'];
  else if (body.content === '') errors.content = ['This field may not be blank.'];
  else return readBase64(body.content, errors);
  return null;
}
