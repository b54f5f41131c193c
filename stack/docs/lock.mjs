// The edit lock of section 8: who may save a note while nobody, or somebody else, is in its room.
// Keyed by session, not by user. In memory, like the cache of the real server.
import { forbidden } from './answers.mjs';

export class Lock {
  #switches;
  #rooms;
  #journal;
  #held = new Map();

  constructor({ switches, rooms, journal }) {
    this.#switches = switches;
    this.#rooms = rooms;
    this.#journal = journal;
  }

  /** Throws the 403 unless this session may save; takes or renews the lock when it may. */
  demand(note, session, websocket) {
    if (websocket || !this.#switches.of('lock')) return;
    const allowed = this.#decide(note, session, { take: true });
    this.#journal.write('lock', { note: note.id, decision: allowed ? 'allowed' : 'refused' });
    if (!allowed) throw forbidden('You are not allowed to edit this document.');
  }

  /** The same question without taking the lock. */
  allows(note, session) {
    return !this.#switches.of('lock') || this.#decide(note, session, { take: false });
  }

  forget() {
    this.#held.clear();
  }

  #decide(note, session, { take }) {
    const reachable = this.#switches.of('collaborationReachable');
    const { count, own } = reachable ? this.#rooms.writers(note.id, session.id) : { count: 0, own: false };
    if (count > 0) return own;
    const held = this.#held.get(note.id);
    if (held && held.until > Date.now() && held.session !== session.id) return false;
    if (take) this.#held.set(note.id, { session: session.id, until: Date.now() + this.#switches.of('lockSeconds') * 1000 });
    return true;
  }
}
