// The files of notes: upload, the check for malware, download, and who may see which. The bytes are in the store.
// A file belongs to every note that holds its key; a key is never taken away again but by the malware check.
// Downloads are whole files: ranges, which depend on the storage of a deployment, are not imitated.
import crypto from 'node:crypto';
import * as Y from 'yjs';
import { empty, html, invalid, json, Refusal } from './answers.mjs';
import { judge } from './file-types.mjs';
import { Upload } from './multipart.mjs';
import { openNote } from './rights.mjs';

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const MEBIBYTE = 1024 * 1024;

// Keys of unsafe files do not match, so that they are not picked up.
const IN_TEXT = new RegExp(`/media/(${UUID}/attachments/${UUID}\\.[a-z0-9]{1,10})`, 'gi');

export class Attachments {
  #store;
  #clock;
  #switches;
  #notes;

  constructor({ store, clock, switches, notes }) {
    [this.#store, this.#clock, this.#switches, this.#notes] = [store, clock, switches, notes];
  }

  /** The file of a key while its bytes are there, or null. */
  find(key) {
    return [...this.#store.all('files').values()].find((file) => file.key === key) ?? null;
  }

  /** Keeps a file for this note and sends it to the malware check. Gives its key. */
  keep(note, { name, bytes }) {
    const { type, extension, isUnsafe } = judge(name, bytes);
    const id = crypto.randomUUID();
    const key = `${note.id}/attachments/${id}${isUnsafe ? '-unsafe' : ''}.${extension}`;
    const check = this.#switches.of('malware');
    if (check !== 'infected') {
      const etag = `"${crypto.createHash('md5').update(bytes).digest('hex')}"`;
      const readyAt = Date.now() + (check === 'instant' ? 0 : check);
      this.#store.putBytes(id, bytes);
      this.#store.put('files', { id, key, name, type, isUnsafe, size: bytes.length, etag, at: this.#clock.micros(), readyAt });
      note.attachments.push(key);
    }
    this.#notes.bump(note);
    return key;
  }

  /** The storage loses the bytes; notes keep the key. False when there was nothing to lose. */
  lose(key) {
    const file = this.find(key);
    if (!file) return false;
    this.#store.remove('files', file.id);
    this.#store.removeBytes(file.id);
    return true;
  }

  bytes(file) {
    return this.#store.bytes(file.id);
  }

  isReady(file) {
    return Date.now() >= file.readyAt;
  }

  /** Whether the user can read a note that holds the key. */
  isReadable(key, user) {
    return this.#notes.all().some((note) => note.attachments.includes(key) && this.#notes.abilities(note, user).media_auth);
  }

  /** Gives the note the keys that this content names and that its saver may read. The caller saves the note. */
  pickUp(note, content, user) {
    const fresh = keysIn(content).filter((key) => !note.attachments.includes(key));
    note.attachments.push(...fresh.filter((key) => this.isReadable(key, user)));
  }

  /** For the control routes: what the note holds, without the bytes. */
  describe(note) {
    const status = (file) => (this.isReady(file) ? 'ready' : 'processing');
    return note.attachments.map((key) => {
      const file = this.find(key);
      return file ? { key, name: file.name, type: file.type, size: file.size, status: status(file) } : { key, status: 'lost' };
    });
  }
}

/** The keys of files that the text or an attribute of this content names. */
export function keysIn(content) {
  const doc = new Y.Doc();
  try {
    Y.applyUpdate(doc, Buffer.from(content, 'base64'));
    const nodes = [...doc.getXmlFragment('document-store').createTreeWalker(() => true)]; // walks deep trees without recursion
    const texts = nodes.map((node) => (node instanceof Y.XmlText ? node.toString() : Object.values(node.getAttributes()).map(String).join('\n')));
    return [...new Set([...texts.join('\n').matchAll(IN_TEXT)].map(([, key]) => key))];
  } catch {
    return []; // what does not decode names nothing
  } finally {
    doc.destroy();
  }
}

export function upload(stand, exchange) {
  const note = openNote(stand, exchange, 'attachment_upload');
  const { file } = exchange.body;
  const most = stand.switches.of('attachmentBytes');
  if (file === undefined || file === null) throw invalid({ file: ['No file was submitted.'] });
  if (!(file instanceof Upload)) throw invalid({ file: ['The submitted data was not a file. Check the encoding type on the form.'] });
  if (file.bytes.length === 0) throw invalid({ file: ['The submitted file is empty.'] });
  if (file.bytes.length > most) throw invalid({ file: [`File size exceeds the maximum limit of ${Math.floor(most / MEBIBYTE)} MB.`] });
  const key = stand.attachments.keep(note, file);
  return json(201, { file: `/api/v1.0/documents/${note.id}/media-check/?key=${encodeURIComponent(key)}` });
}

export function mediaCheck(stand, exchange) {
  const { attachments } = stand;
  const note = openNote(stand, exchange, 'media_check');
  const key = exchange.query.get('key');
  if (!key) throw invalid({ detail: "Missing 'key' query parameter" });
  if (!note.attachments.includes(key)) throw missing('Attachment missing');
  const file = attachments.find(key);
  if (!file) throw missing('Media not found');
  return json(200, attachments.isReady(file) ? { status: 'ready', file: `/media/${key}` } : { status: 'processing' });
}

const missing = (detail) => new Refusal(json(404, { detail }));

/** The bytes, at the address of the site; whatever is wrong is a 403 of the ingress. */
export function media({ attachments }, { path, user, headers }) {
  const key = path.slice('/media/'.length);
  const file = attachments.find(key);
  if (!file || !attachments.isReady(file) || !attachments.isReadable(key, user)) return html(403, '403 Forbidden');
  const known = {
    'content-type': file.type,
    etag: file.etag,
    'last-modified': new Date(Math.floor(file.at / 1000)).toUTCString(),
    'content-disposition': disposition(file),
    'content-security-policy': "default-src 'none'",
  };
  if (headers['if-none-match'] === file.etag) return empty(304, known);
  return { status: 200, headers: known, body: attachments.bytes(file) };
}

// Only pictures that are what they say are shown in place; a name beyond ASCII is told in the encoded form.
function disposition({ name, type, isUnsafe }) {
  const how = type.startsWith('image/') && !isUnsafe ? 'inline' : 'attachment';
  return /^[\x20-\x7e]+$/.test(name) && !/["\\]/.test(name) ? `${how}; filename="${name}"` : `${how}; filename*=UTF-8''${encodeURIComponent(name)}`;
}
