// The throttles: a sliding log of calls per scope and person. A refused call does not count.
// Anonymous people are told apart by address, as the real server does.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const SCOPES = {
  document: [['document', MINUTE]],
  access: [['access', MINUTE]],
  invitation: [['invitation', MINUTE]],
  askForAccess: [['askForAccess', MINUTE]],
  config: [['config', MINUTE]],
  users: [['users', MINUTE], ['usersHour', HOUR]],
};

export class Throttle {
  #switches;
  #calls = new Map();

  constructor(switches) {
    this.#switches = switches;
  }

  /** Counts a call; gives the seconds to wait when it is refused, else null. */
  admit(scope, person, now = Date.now()) {
    if (!this.#switches.of('throttle')) return null;
    const logs = SCOPES[scope].map(([name, span]) => ({ log: this.#log(`${name} ${person}`, now - span), span, most: this.#switches.rate(name) }));
    for (const { log, span, most } of logs) if (log.length >= most) return (log[log.length - most] + span - now) / 1000;
    for (const { log } of logs) log.push(now);
    return null;
  }

  #log(key, oldest) {
    if (!this.#calls.has(key)) this.#calls.set(key, []);
    const log = this.#calls.get(key);
    while (log.length && log[0] <= oldest) log.shift();
    return log;
  }

  forget() {
    this.#calls.clear();
  }
}
