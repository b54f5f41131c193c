// The faults that tests order: which one strikes, whom, how often. Says only that a rule strikes; the rim
// (`http.mjs`, `wire.mjs`) carries it out. Chance comes from a seed, so that a run can be repeated.

const amount = { check: (value) => Number.isFinite(value) && value >= 0, wanted: 'a number, zero or more' };
const flag = { check: (value) => typeof value === 'boolean', wanted: 'true or false' };
const text = { check: (value) => typeof value === 'string', wanted: 'a text' };
const oneOf = (...values) => ({ check: (value) => values.includes(value), wanted: values.join(', ') });

export const SPOILS = ['truncated', 'garbage', 'older', 'wrongEtag', 'huge', 'deep', 'twoRoots', 'unknownNodes', 'hostile'];

// Where a kind strikes, and what it takes. `before` and `after` are about requests, `frame` and `socket` about websockets.
const KINDS = {
  latency: { phase: 'before', takes: { ms: amount, jitterMs: amount } },
  cutBefore: { phase: 'before', takes: {} },
  answer: { phase: 'before', takes: { status: amount, retryAfter: amount } },
  captivePortal: { phase: 'before', takes: { redirect: flag } },
  cutAfter: { phase: 'after', takes: {} },
  cutBody: { phase: 'after', takes: {} },
  slowBody: { phase: 'after', takes: { bytesPerSecond: amount } },
  content: { phase: 'after', takes: { how: oneOf(...SPOILS), steps: amount, size: amount } },
  frameDelay: { phase: 'frame', takes: { ms: amount, jitterMs: amount } },
  frameDuplicate: { phase: 'frame', takes: {} },
  frameReorder: { phase: 'frame', takes: {} },
  frameDrop: { phase: 'frame', takes: {} },
  socketClose: { phase: 'frame', takes: { code: amount, reason: text } },
  closeFrame: { phase: 'frame', takes: { reason: text } },
  blackHole: { phase: 'socket', takes: {} },
  split: { phase: 'socket', takes: {} },
};

// Whom a rule strikes (absent: everyone) and how often: after `skip` matches, `count` times, with this probability.
const COMMON = {
  method: text, path: text, note: text, user: text, direction: oneOf('in', 'out'), skip: amount, count: amount, probability: amount, seed: amount,
};

export class Faults {
  #rules = new Map();
  #next = 1;

  /** Adds a rule and gives its id. Throws at anything it does not understand. */
  add({ fault, ...wanted }) {
    const kind = KINDS[fault];
    if (!kind) throw new Error(`unknown fault "${fault}"; there are ${Object.keys(KINDS).join(', ')}`);
    const known = { ...COMMON, ...kind.takes };
    for (const [name, value] of Object.entries(wanted)) {
      if (!known[name]) throw new Error(`fault "${fault}" does not take "${name}"`);
      if (!known[name].check(value)) throw new Error(`"${name}" must be ${known[name].wanted}`);
    }
    if (fault === 'content' && !wanted.how) throw new Error(`"how" must be ${SPOILS.join(', ')}`);
    const id = `f${this.#next}`;
    this.#next += 1;
    const chance = chanceFrom(wanted.seed ?? 1);
    this.#rules.set(id, { id, fault, ...wanted, phase: kind.phase, path: wanted.path ? new RegExp(wanted.path) : null, seen: 0, struck: 0, chance });
    return id;
  }

  remove(id) {
    return this.#rules.delete(id);
  }

  clear() {
    this.#rules.clear();
  }

  all() {
    return [...this.#rules.values()].map(({ chance, phase, path, ...rule }) => ({ ...rule, ...(path ? { path: path.source } : {}) }));
  }

  /** The rules that strike now; each counts as used. */
  take(phase, facts) {
    return [...this.#rules.values()].filter((rule) => rule.phase === phase && meets(rule, facts) && strikes(rule));
  }

  /** Whether a lasting fault of sockets holds for these facts. */
  holds(fault, facts) {
    return [...this.#rules.values()].some((rule) => rule.fault === fault && meets(rule, facts));
  }
}

function meets(rule, { method, path, note, user, direction }) {
  if (rule.method && rule.method !== method) return false;
  if (rule.path && !rule.path.test(path)) return false;
  if (rule.note && rule.note !== note) return false;
  if (rule.user && ![user?.id, user?.email, user?.sub].includes(rule.user)) return false;
  return !rule.direction || rule.direction === direction;
}

function strikes(rule) {
  rule.seen += 1;
  const due = rule.seen > (rule.skip ?? 0) && (rule.count === undefined || rule.struck < rule.count);
  if (!due || rule.chance() >= (rule.probability ?? 1)) return false;
  rule.struck += 1;
  return true;
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function chanceFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** How long this strike of a rule lasts, jitter included. */
export const millisOf = (rule) => (rule.ms ?? 1000) + rule.chance() * (rule.jitterMs ?? 0);
