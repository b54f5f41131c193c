// Sessions, grants and tokens, kept over restarts: a journal of one JSON line per change, replayed and shortened at
// the start. It is the adapter that the provider's library asks for. Not made for more than a handful of people.
import fs from 'node:fs';
import path from 'node:path';

const CONSUMED_AT = () => Math.floor(Date.now() / 1000);

export class Store {
  #entries = new Map();
  #journal;

  constructor(file) {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    if (fs.existsSync(file)) this.#replay(fs.readFileSync(file, 'utf8'));
    const kept = [...this.#entries].filter(([, entry]) => !expired(entry)).map(([key, entry]) => line(key, entry));
    fs.writeFileSync(`${file}.new`, kept.join(''), { mode: 0o600 });
    fs.renameSync(`${file}.new`, file);
    this.#journal = fs.openSync(file, 'a', 0o600);
  }

  // A last line that was cut short by the end of the process is a change that was never confirmed.
  #replay(text) {
    for (const each of text.split('\n').filter(Boolean)) {
      let change;
      try { change = JSON.parse(each); } catch { continue; }
      if (change.entry) this.#entries.set(change.key, change.entry);
      else this.#entries.delete(change.key);
    }
  }

  get(key) {
    const entry = this.#entries.get(key);
    return entry && !expired(entry) ? entry : undefined;
  }

  put(key, entry) {
    this.#entries.set(key, entry);
    fs.writeSync(this.#journal, line(key, entry));
  }

  remove(key) {
    if (this.#entries.delete(key)) fs.writeSync(this.#journal, line(key, null));
  }

  find(kind, matches) {
    for (const [key, entry] of this.#entries) {
      if (key.startsWith(`${kind}:`) && !expired(entry) && matches(entry.payload)) return entry.payload;
    }
    return undefined;
  }

  removeAll(kinds, matches) {
    const doomed = [...this.#entries].filter(([key, { payload }]) => kinds.includes(key.split(':')[0]) && matches(payload));
    doomed.forEach(([key]) => this.remove(key));
    return doomed.length;
  }

  /** The class of adapters that the library makes one of for each kind of thing. */
  adapter() {
    const store = this;
    return class Adapter {
      constructor(kind) { this.kind = kind; }
      key(id) { return `${this.kind}:${id}`; }
      async upsert(id, payload, seconds) { store.put(this.key(id), { payload, until: seconds ? Date.now() + seconds * 1000 : null }); }
      async find(id) { return store.get(this.key(id))?.payload; }
      async findByUid(uid) { return store.find(this.kind, (payload) => payload.uid === uid); }
      async findByUserCode(code) { return store.find(this.kind, (payload) => payload.userCode === code); }
      async destroy(id) { store.remove(this.key(id)); }
      async revokeByGrantId(grantId) { store.removeAll([this.kind], (payload) => payload.grantId === grantId); }
      async consume(id) {
        const entry = store.get(this.key(id));
        if (entry) store.put(this.key(id), { ...entry, payload: { ...entry.payload, consumed: CONSUMED_AT() } });
      }
    };
  }
}

const expired = ({ until }) => until !== null && until <= Date.now();
const line = (key, entry) => `${JSON.stringify({ key, entry })}\n`;
