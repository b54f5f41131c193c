// The control port of a server of the stack: plain HTTP on loopback, for tests and for `cargo xtask stack`.
//   GET /health    200 when the server is ready     GET /switches   all values
//   POST /switches {"name": value}                  POST /reset     all values as at the start
//   POST /NAME {…}  an action of the server's own
// Takes all of the wanted values or, when one is wrong, none. It knows nothing of what a switch does.
import http from 'node:http';

const MOST_BYTES = 65_536;

export const flag = { check: (value) => typeof value === 'boolean', wanted: 'true or false' };
export const count = { check: (value) => Number.isInteger(value) && value > 0, wanted: 'a whole number above zero' };
export const oneOf = (...values) => ({ check: (value) => values.includes(value), wanted: values.map((value) => JSON.stringify(value)).join(' or ') });
export const orNull = ({ check, wanted }) => ({ check: (value) => value === null || check(value), wanted: `${wanted}, or null` });

class Refused extends Error {}

export class Switches {
  #table;
  #values;

  /** `table` says of each switch its check and its first `value`. */
  constructor(table) {
    this.#table = table;
    this.reset();
  }

  reset() {
    this.#values = Object.fromEntries(Object.entries(this.#table).map(([name, { value }]) => [name, value]));
  }

  all() {
    return { ...this.#values };
  }

  of(name) {
    return this.#values[name];
  }

  change(wanted) {
    for (const [name, value] of Object.entries(wanted)) {
      if (!Object.hasOwn(this.#table, name)) throw new Refused(`there is no switch "${name}"`);
      if (!this.#table[name].check(value)) throw new Refused(`switch "${name}" must be ${this.#table[name].wanted}`);
    }
    Object.assign(this.#values, wanted);
  }
}

/** Listens for orders. `actions` are by name: each takes what was sent and gives what is answered. */
export function listenForOrders({ port, switches, actions = {} }) {
  const server = http.createServer(async (request, response) => {
    const [status, body] = await obey(request, { switches, actions }).catch((error) => [
      error instanceof Refused || error instanceof SyntaxError ? 400 : 500, { detail: error.message },
    ]);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return new Promise((resolve) => { server.listen(port, '127.0.0.1', () => resolve(server)); });
}

async function obey(request, { switches, actions }) {
  const { pathname } = new URL(request.url, 'http://127.0.0.1');
  const order = `${request.method} ${pathname}`;
  if (order === 'GET /health') return [200, { ready: true }];
  if (order === 'GET /switches') return [200, switches.all()];
  if (order === 'POST /switches') {
    switches.change(await readJson(request));
    return [200, switches.all()];
  }
  if (order === 'POST /reset') {
    switches.reset();
    return [200, switches.all()];
  }
  const name = pathname.slice(1);
  if (request.method !== 'POST' || !Object.hasOwn(actions, name)) return [404, { detail: `no such order: ${order}` }];
  return [200, await actions[name](await readJson(request)) ?? {}];
}

async function readJson(request) {
  const body = await readText(request, MOST_BYTES);
  return body ? JSON.parse(body) : {};
}

/** The body of a request, as far as it is not longer than allowed. */
export async function readText(request, most) {
  const pieces = [];
  let length = 0;
  for await (const piece of request) {
    length += piece.length;
    if (length > most) throw new Refused('the body is too long');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
