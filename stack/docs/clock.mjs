// The server's clock, in microseconds like the database of Docs, which can be set off by days.
// The offset moves what is written into notes and answers. Sessions, locks and throttles run on real
// time: they have switches and control routes of their own.

export class Clock {
  offsetMs = 0;
  #last = 0;

  /** Microseconds since the epoch; no two calls give the same value while the offset stands still. */
  micros() {
    const now = Math.round((Date.now() + this.offsetMs) * 1000) + Math.floor((performance.now() * 1000) % 1000);
    const goneBack = this.#last - now > 1_000_000;
    this.#last = goneBack ? now : Math.max(now, this.#last + 1);
    if (this.#last % 1_000_000 === 0) this.#last += 1; // a whole second would be written without its fraction
    return this.#last;
  }

  date() {
    return new Date(Date.now() + this.offsetMs);
  }

  set(offsetMs) {
    this.offsetMs = offsetMs;
    this.#last = 0;
  }
}

/** `2026-11-23T20:03:44.009550Z` */
export function isoTime(micros) {
  if (micros === null) return null;
  const seconds = new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1_000_000).padStart(6, '0')}Z`;
}

/** `Mon, 23 Nov 2026 20:03:44 UTC`: the server writes UTC where HTTP wants GMT. */
export function contentDate(micros) {
  return new Date(Math.floor(micros / 1000)).toUTCString().replace('GMT', 'UTC');
}
