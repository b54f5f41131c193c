// The blind browser: a writer whose room has lost touch and that goes on saving its own whole state over everyone's.
// Writes into the store as a trusted save (`websocket: true`) would; never reads what is there after its start.

export class BlindBrowsers {
  #stand;
  #running = new Map();
  #next = 1;

  constructor(stand) {
    this.#stand = stand;
  }

  /** Starts one with the state stored now, or with `content`; gives its id. */
  start(note, { everyMs = 1000, content = null }) {
    const { contents, notes, journal } = this.#stand;
    const state = content ?? contents.text(note);
    if (!state) throw new Error('the note was never saved: the blind browser needs a state to save');
    const id = `b${this.#next}`;
    this.#next += 1;
    const timer = setInterval(() => {
      contents.store(note, state);
      notes.bump(note);
      journal.write('blindBrowser', { note: note.id, id });
    }, everyMs);
    this.#running.set(id, timer);
    return id;
  }

  stop(id) {
    clearInterval(this.#running.get(id));
    return this.#running.delete(id);
  }

  stopAll() {
    for (const id of [...this.#running.keys()]) this.stop(id);
  }
}
