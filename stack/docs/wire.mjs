// One websocket as the network shows it: writes every frame into the journal and carries out the faults of frames.
// Between `ws` and Hocuspocus; understands no frame, but for the room name of a Close frame it is told to forge.
import * as encoding from 'lib0/encoding';
import { hexOf } from './journal.mjs';
import { millisOf } from './faults.mjs';

const TYPE_CLOSE = 7;
const PIECES = 512;

const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
const soon = () => new Promise((resolve) => { setImmediate(resolve); });

export class Wire {
  #socket;
  #facts;
  #faults;
  #journal;
  #lanes = { in: new Lane(), out: new Lane() };
  #send;
  #emit;

  /** Takes the socket over. `facts` is a function: who and what the connection is now. */
  constructor(socket, facts, { faults, journal }) {
    [this.#socket, this.#facts, this.#faults, this.#journal] = [socket, facts, faults, journal];
    this.#send = socket.send.bind(socket);
    this.#emit = socket.emit.bind(socket);
    const ping = socket.ping.bind(socket);
    socket.send = (data, ...rest) => this.#pass('out', data, (frame) => this.#send(frame, ...rest));
    // Hocuspocus emits queued messages again itself, without `ws`'s second argument: those have passed here before.
    socket.emit = (event, ...values) => (event === 'message' && values.length > 1
      ? this.#pass('in', values[0], (frame) => this.#emit(event, frame, values[1])) ?? true
      : this.#emit(event, ...values));
    socket.ping = (...values) => { if (!this.#isBlack()) ping(...values); };
    socket.on('ping', (data) => { if (!this.#isBlack()) socket.pong(data); });
    splitWrites(socket._socket, () => faults.holds('split', facts()));
  }

  #isBlack() {
    return this.#faults.holds('blackHole', this.#facts());
  }

  #pass(direction, data, deliver) {
    const facts = { ...this.#facts(), direction };
    const struck = this.#isBlack() ? [{ fault: 'blackHole' }] : this.#faults.take('frame', facts);
    const { number, room, user } = facts;
    const frame = { socket: number, room, user: user?.id ?? null, direction, hex: hexOf(Buffer.from(data)) };
    this.#journal.write('frame', struck.length ? { ...frame, faults: struck.map(({ fault }) => fault) } : frame);
    const named = (name) => struck.find(({ fault }) => fault === name);
    if (named('blackHole') || named('frameDrop')) return;
    const delay = named('frameDelay');
    this.#lanes[direction].deliver(delay ? millisOf(delay) : 0, named('frameReorder'), () => {
      deliver(data);
      if (named('frameDuplicate')) deliver(data);
    });
    if (named('closeFrame')) this.#send(closeFrame(room, named('closeFrame').reason ?? 'Reset Connection'));
    if (named('socketClose')) this.#end(named('socketClose'));
  }

  #end({ code = 1011, reason = '' }) {
    if (code === 1006) this.#socket.terminate();
    else this.#socket.close(code, reason);
  }
}

/** Keeps the order of frames that are delayed; lets a held frame be overtaken by the next one. */
class Lane {
  #last = Promise.resolve();
  #waiting = 0;
  #held = null;

  deliver(ms, hold, run) {
    if (hold && !this.#held) {
      this.#held = run;
      return;
    }
    const all = this.#held ? [run, this.#held] : [run];
    this.#held = null;
    if (ms === 0 && this.#waiting === 0) {
      for (const one of all) one();
      return;
    }
    this.#waiting += 1;
    this.#last = this.#last.then(() => pause(ms)).then(() => {
      this.#waiting -= 1;
      for (const one of all) one();
    });
  }
}

export function closeFrame(room, reason) {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, room);
  encoding.writeVarUint(encoder, TYPE_CLOSE);
  encoding.writeVarString(encoder, reason);
  return encoding.toUint8Array(encoder);
}

/** While `isActive`, what is written leaves in small pieces, single bytes when it is short. */
function splitWrites(raw, isActive) {
  const write = raw.write.bind(raw);
  let [last, waiting] = [Promise.resolve(), 0];
  raw.write = (chunk, ...rest) => {
    if (waiting === 0 && !isActive()) return write(chunk, ...rest);
    const done = rest.find((value) => typeof value === 'function');
    const bytes = Buffer.from(chunk);
    const size = Math.max(1, Math.ceil(bytes.length / PIECES));
    waiting += 1;
    last = last.then(async () => {
      for (let at = 0; at < bytes.length && !raw.destroyed; at += size) {
        write(bytes.subarray(at, at + size));
        await soon();
      }
      waiting -= 1;
      done?.();
    });
    return true;
  };
}
