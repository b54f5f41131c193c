// The switches: how this stand-in is told which Docs it is and how that Docs behaves.
// Checks every value, refuses unknown names, and says what follows from a version. Knows no request.

const VERSION = /^\d+\.\d+\.\d+$/;

const flag = { check: (value) => typeof value === 'boolean', wanted: 'true or false' };
const count = { check: (value) => Number.isFinite(value) && value > 0, wanted: 'a number above zero' };
const oneOf = (...values) => ({ check: (value) => values.includes(value), wanted: values.map((v) => JSON.stringify(v)).join(' or ') });
const orNull = ({ check, wanted }) => ({ check: (value) => value === null || check(value), wanted: `${wanted}, or null` });
const malware = { check: (value) => ['instant', 'infected'].includes(value) || count.check(value), wanted: '"instant", "infected" or milliseconds above zero' };
const text = { check: (value) => typeof value === 'string', wanted: 'a text' };
const texts = { check: (value) => Array.isArray(value) && value.every(text.check), wanted: 'a list of texts' };
const version = { check: (value) => VERSION.test(value), wanted: 'a version such as "5.4.1"' };
const rates = {
  check: (value) => typeof value === 'object' && value !== null
    && Object.entries(value).every(([scope, rate]) => scope in RATES && count.check(rate)),
  wanted: 'calls per minute (usersHour: per hour) by scope',
};

const RATES = { document: 80, access: 50, invitation: 60, askForAccess: 30, users: 30, usersHour: 180, config: 30 };

// `null` as a default means: follows from generation, version or the public address.
const TABLE = {
  generation: { ...oneOf('a', 'b'), value: 'b' },
  releaseVersion: { ...orNull(version), value: null },
  announceVersion: { ...flag, value: true },
  bearer: { ...orNull(flag), value: null },
  lock: { ...flag, value: true },
  lockSeconds: { ...count, value: 120 },
  throttle: { ...flag, value: false },
  rates: { ...rates, value: {} },
  sessionSeconds: { ...count, value: 43200 },
  silent: { ...flag, value: true },
  createUsers: { ...flag, value: true },
  landing: { ...orNull(text), value: null },
  origins: { ...orNull(texts), value: null },
  wsUrl: { ...orNull(text), value: 'derived' },
  mediaBase: { ...orNull(text), value: 'derived' },
  visitRace: { ...flag, value: true },
  visitMs: { ...count, value: 15 }, // how long a first visit stands open to a second one
  allEndpoint: { ...flag, value: true },
  ai: { ...flag, value: false },
  bodyLimit: { ...count, value: 10 * 1024 * 1024 },
  attachmentBytes: { ...count, value: 10 * 1024 * 1024 },
  malware: { ...malware, value: 'instant' },
  etag: { ...oneOf('md5', 'opaque', 'weak'), value: 'md5' },
  language: { ...oneOf('en', 'random'), value: 'en' },
  pingSeconds: { ...count, value: 30 },
  collaborationReachable: { ...flag, value: true },
  backendReachable: { ...flag, value: true },
};

export const SWITCH_NAMES = Object.keys(TABLE);

export class Switches {
  #values = Object.fromEntries(Object.entries(TABLE).map(([name, { value }]) => [name, value]));

  #start;

  constructor(wanted = {}) {
    this.change(wanted);
    this.#start = { ...this.#values };
  }

  /** All values as they were at the start. */
  reset() {
    Object.assign(this.#values, this.#start);
  }

  /** Takes all of the wanted values or, when one is wrong, none. */
  change(wanted) {
    for (const [name, value] of Object.entries(wanted)) {
      if (!(name in TABLE)) throw new Error(`unknown switch "${name}"`);
      if (!TABLE[name].check(value)) throw new Error(`switch "${name}" must be ${TABLE[name].wanted}`);
    }
    Object.assign(this.#values, wanted);
  }

  /** The values as they were set, and what follows from them. */
  all() {
    return { ...this.#values, version: this.version, bearerAccepted: this.bearerAccepted };
  }

  of(name) {
    return this.#values[name];
  }

  get isA() {
    return this.#values.generation === 'a';
  }

  get version() {
    return this.#values.releaseVersion ?? (this.isA ? '4.4.0' : '5.4.1');
  }

  atLeast(wanted) {
    const [have, want] = [this.version, wanted].map((v) => v.split('.').map(Number));
    for (let i = 0; i < 3; i += 1) if (have[i] !== (want[i] ?? 0)) return have[i] > (want[i] ?? 0);
    return true;
  }

  /** Bearer tokens work on /api/v1.0 up to 5.3, unless the switch says otherwise. */
  get bearerAccepted() {
    return this.#values.bearer ?? !this.atLeast('5.4.0');
  }

  rate(scope) {
    return this.#values.rates[scope] ?? RATES[scope];
  }
}
