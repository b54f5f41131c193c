// A websocket client that speaks in raw frames, as the contract writes them.
import { WebSocket } from 'ws';

export const hex = (bytes) => Buffer.from(bytes).toString('hex');
export const bytes = (text) => Buffer.from(text.replace(/\s/g, ''), 'hex');
export const named = (room) => Buffer.concat([Buffer.from([room.length]), Buffer.from(room)]);

/** `7` and a text, `2 1` and a text, and so on: a frame without its room. */
export const withText = (text, ...types) => Buffer.concat([Buffer.from([...types, text.length]), Buffer.from(text)]);

export const DENIED = hex(withText('permission-denied', 2, 1));
export const READ_WRITE = hex(withText('read-write', 2, 2));
export const READONLY = hex(withText('readonly', 2, 2));
export const RESET = hex(withText('Reset Connection', 7));
export const CLOSED = hex(withText('Server closed the connection', 7));

export class Peer {
  frames = [];
  pings = 0;
  closed = null;
  #waiting = new Set();

  /** Connects; `room` is the frames' address and, unless `asked` says otherwise, the query's. */
  constructor(url, room, { cookie, origin, asked = room, path = '/collaboration/ws/', autoPong = true }) {
    this.room = room;
    const query = asked === null ? '' : `?room=${asked}`;
    const headers = { ...(cookie === undefined ? {} : { cookie }), ...(origin === undefined ? {} : { origin }) };
    this.socket = new WebSocket(`${url.replace('http', 'ws')}${path}${query}`, { headers, autoPong });
    this.opened = new Promise((resolve, reject) => { this.socket.once('open', resolve); this.socket.once('error', reject); });
    this.ended = new Promise((resolve) => { this.socket.once('close', (code, reason) => { this.closed = { code, reason: reason.toString() }; resolve(this.closed); }); });
    this.socket.on('message', (data) => { this.frames.push(this.#bare(data)); this.#wake(); });
    this.socket.on('ping', () => { this.pings += 1; this.#wake(); });
  }

  // A frame without its address, which must be ours.
  #bare(data) {
    const own = named(this.room);
    return data.subarray(0, own.length).equals(own) ? hex(data.subarray(own.length)) : `not addressed to ${this.room}: ${hex(data)}`;
  }

  #wake() {
    for (const wake of this.#waiting) wake();
  }

  async send(payload) {
    await this.opened;
    this.socket.send(Buffer.concat([named(this.room), typeof payload === 'string' ? bytes(payload) : payload]));
  }

  auth = () => this.send('02 00 00');

  async sendRaw(data) {
    await this.opened;
    this.socket.send(data);
  }

  /** Waits until this is true. */
  async until(isTrue, what = isTrue.toString()) {
    const deadline = Date.now() + 8000;
    while (!isTrue()) {
      if (Date.now() > deadline) throw new Error(`waited in vain for ${what}; frames: ${this.frames.join(' | ')}`);
      await new Promise((resolve) => { this.#waiting.add(resolve); setTimeout(resolve, 100); });
      this.#waiting.clear();
    }
  }

  /** The next frames in order. */
  async take(count = 1) {
    await this.until(() => this.frames.length >= count, `${count} frames`);
    const taken = this.frames.splice(0, count);
    return count === 1 ? taken[0] : taken;
  }

  /** Whether nothing is said for a while: silence has no event to wait for. */
  async silent(ms = 150) {
    await new Promise((resolve) => { setTimeout(resolve, ms); });
    return this.frames.length === 0;
  }

  close() {
    this.socket.terminate();
  }
}

/** A peer of a signed-in browser. */
export const join = (rig, browser, room, more = {}) => new Peer(rig.url, room, { cookie: browser.cookie, origin: rig.url, ...more });
