// What survives a restart: records (users, sessions, notes, files) as one JSON file each, contents as text, bytes of files as they are.
// A write returns when the file is in place under its name: written beside it first, then renamed, so a
// killed process leaves either the old or the new file. Does not fsync: it outlives the process, not the machine.
import fs from 'node:fs';
import path from 'node:path';

const KINDS = ['users', 'sessions', 'notes', 'files'];

export class Store {
  #folder;
  #records = new Map();
  #texts = new Map();
  #bytes = new Map();

  /** Opens the folder, or keeps all in memory when there is none. */
  constructor(folder) {
    this.#folder = folder ?? null;
    for (const kind of KINDS) this.#records.set(kind, this.#load(kind));
    for (const kind of ['contents', 'bytes']) if (this.#folder) fs.mkdirSync(path.join(this.#folder, kind), { recursive: true });
  }

  #load(kind) {
    const records = new Map();
    if (!this.#folder) return records;
    const folder = path.join(this.#folder, kind);
    fs.mkdirSync(folder, { recursive: true });
    for (const name of fs.readdirSync(folder).filter((file) => file.endsWith('.json'))) {
      const file = path.join(folder, name);
      try {
        const record = JSON.parse(fs.readFileSync(file, 'utf8'));
        records.set(record.id, record);
      } catch (cause) {
        throw new Error(`reading ${file}`, { cause });
      }
    }
    return records;
  }

  /** All records of a kind by id. Change a record, then `put` it. */
  all(kind) {
    return this.#records.get(kind);
  }

  put(kind, record) {
    this.#records.get(kind).set(record.id, record);
    if (this.#folder) this.#write(path.join(this.#folder, kind, `${record.id}.json`), JSON.stringify(record));
  }

  remove(kind, id) {
    this.#records.get(kind).delete(id);
    if (this.#folder) fs.rmSync(path.join(this.#folder, kind, `${id}.json`), { force: true });
  }

  text(id) {
    if (!this.#folder) return this.#texts.get(id);
    return fs.readFileSync(path.join(this.#folder, 'contents', `${id}.txt`), 'utf8');
  }

  putText(id, text) {
    if (this.#folder) this.#write(path.join(this.#folder, 'contents', `${id}.txt`), text);
    else this.#texts.set(id, text);
  }

  removeText(id) {
    this.#texts.delete(id);
    if (this.#folder) fs.rmSync(path.join(this.#folder, 'contents', `${id}.txt`), { force: true });
  }

  bytes(id) {
    return this.#folder ? fs.readFileSync(path.join(this.#folder, 'bytes', id)) : this.#bytes.get(id);
  }

  putBytes(id, bytes) {
    if (this.#folder) this.#write(path.join(this.#folder, 'bytes', id), bytes);
    else this.#bytes.set(id, bytes);
  }

  removeBytes(id) {
    this.#bytes.delete(id);
    if (this.#folder) fs.rmSync(path.join(this.#folder, 'bytes', id), { force: true });
  }

  #write(file, text) {
    fs.writeFileSync(`${file}.new`, text, { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
  }
}
