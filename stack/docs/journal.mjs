// What happened: every request, frame and decision, in order, for assertions and for reading by people.
// Kept in memory only, the oldest entries fall out. Never holds cookies, tokens or passwords.

const KEPT = 20_000;
const FRAME_BYTES = 4096;

export class Journal {
  #entries = [];
  #seq = 0;
  #waiting = new Set();

  write(kind, detail) {
    this.#seq += 1;
    this.#entries.push({ seq: this.#seq, at: Date.now(), kind, ...detail });
    if (this.#entries.length > KEPT + KEPT / 10) this.#entries.splice(0, this.#entries.length - KEPT);
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Entries after `seq`; waits up to `waitMs` for the first one. */
  async since(seq, waitMs = 0) {
    if (waitMs > 0 && this.#seq <= seq) {
      await new Promise((resolve) => {
        const timer = setTimeout(resolve, waitMs);
        this.#waiting.add(() => { clearTimeout(timer); resolve(); });
      });
    }
    return this.#entries.filter((entry) => entry.seq > seq);
  }

  get seq() {
    return this.#seq;
  }
}

export function hexOf(bytes) {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, FRAME_BYTES)).toString('hex');
  return bytes.byteLength > FRAME_BYTES ? `${text}…` : text;
}
