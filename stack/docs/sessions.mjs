// Sessions, their cookie, and the check against forged requests (CSRF).
// Owning a session does not mean being signed in: every stranger is given an anonymous one. Only sessions
// of signed-in people are written to disk.
import crypto from 'node:crypto';
import { forbidden } from './answers.mjs';

export const SESSION_COOKIE = 'docs_sessionid';
export const CSRF_COOKIE = 'csrftoken';
const CSRF_SECONDS = 31449600;
const SAFE = ['GET', 'HEAD', 'OPTIONS'];
const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const SECRET_LENGTH = 32;

export const randomText = (length, alphabet = ALPHABET) => Array.from({ length }, () => alphabet[crypto.randomInt(alphabet.length)]).join('');

export class Sessions {
  #store;
  #switches;
  #anonymous = new Map();

  constructor({ store, switches }) {
    this.#store = store;
    this.#switches = switches;
  }

  find(id) {
    const session = this.#anonymous.get(id) ?? this.#store.all('sessions').get(id);
    if (!session) return null;
    if (session.expiresAt > Date.now()) return session;
    this.#drop(session);
    return null;
  }

  /** An anonymous session. */
  create() {
    const session = { id: randomText(32, 'abcdefghijklmnopqrstuvwxyz0123456789'), user: null, states: {}, idToken: null };
    this.save(session);
    return session;
  }

  /** Writes a changed session; like the real server that starts its time anew. */
  save(session) {
    session.expiresAt = Date.now() + this.#switches.of('sessionSeconds') * 1000;
    if (session.user) this.#store.put('sessions', session);
    else this.#anonymous.set(session.id, session);
  }

  /** Signs in: the id stays for the same person and changes for everybody else. */
  signIn(session, user, idToken) {
    const renewed = session.user === user.id;
    if (!renewed) this.#drop(session);
    const signedIn = renewed ? session : { ...this.create(), states: {} };
    this.#anonymous.delete(signedIn.id);
    Object.assign(signedIn, { user: user.id, idToken, silent: false });
    this.save(signedIn);
    return signedIn;
  }

  signOut(session) {
    this.#drop(session);
  }

  /** Ends the sessions of one user, or of everyone, behind their backs. */
  kill(user) {
    const ended = [...this.#store.all('sessions').values()].filter((session) => !user || session.user === user);
    ended.forEach((session) => this.#drop(session));
    return ended.length;
  }

  #drop(session) {
    this.#anonymous.delete(session.id);
    this.#store.remove('sessions', session.id);
  }
}

/** Reads the `Cookie` header. Cookies are parted by `; ` and by nothing else. */
export function readCookies(header = '') {
  const pairs = header.split('; ').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]);
  return new Map(pairs.filter(([name]) => name !== ''));
}

const expires = (seconds) => new Date(Date.now() + seconds * 1000).toUTCString();

export class Cookies {
  #secure;
  #switches;

  constructor({ secure, switches }) {
    this.#secure = secure ? '; Secure' : '';
    this.#switches = switches;
  }

  session(id) {
    const age = this.#switches.of('sessionSeconds');
    return `${SESSION_COOKIE}=${id}; expires=${expires(age)}; HttpOnly; Max-Age=${age}; Path=/; SameSite=Lax${this.#secure}`;
  }

  csrf(token) {
    return `${CSRF_COOKIE}=${token}; expires=${expires(CSRF_SECONDS)}; Max-Age=${CSRF_SECONDS}; Path=/; SameSite=Lax${this.#secure}`;
  }

  sessionGone() {
    return `${SESSION_COOKIE}=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax`;
  }
}

export const newCsrfToken = () => randomText(SECRET_LENGTH);

/** Throws the 403 of a forged request; safe methods pass. */
export function checkCsrf({ method, headers, cookies }, { origins, secure }) {
  if (SAFE.includes(method)) return;
  if (headers.origin !== undefined) {
    if (!origins.includes(headers.origin)) throw csrfFailed(`Origin checking failed - ${headers.origin} does not match any trusted origins.`);
  } else if (secure) {
    checkReferer(headers.referer, origins);
  }
  const secret = cookies.get(CSRF_COOKIE);
  if (!secret) throw csrfFailed('CSRF cookie not set.');
  const token = headers['x-csrftoken'];
  if (!token) throw csrfFailed('CSRF token missing.');
  if (token.length !== SECRET_LENGTH && token.length !== 2 * SECRET_LENGTH) throw csrfFailed('CSRF token from the \'X-Csrftoken\' HTTP header has incorrect length.');
  if (unmasked(token) !== unmasked(secret)) throw csrfFailed('CSRF token from the \'X-Csrftoken\' HTTP header incorrect.');
}

function checkReferer(referer, origins) {
  if (!referer) throw csrfFailed('Referer checking failed - no Referer.');
  const origin = URL.canParse(referer) ? new URL(referer).origin : null;
  if (!origins.includes(origin)) throw csrfFailed(`Referer checking failed - ${referer} does not match any trusted origins.`);
}

const csrfFailed = (reason) => forbidden(`CSRF Failed: ${reason}`);

// A token of double length is the secret hidden under a one-time mask.
function unmasked(token) {
  if (token.length === SECRET_LENGTH) return token;
  const place = (index) => ALPHABET.indexOf(token[index]);
  return Array.from({ length: SECRET_LENGTH }, (_, i) => ALPHABET.at((place(SECRET_LENGTH + i) - place(i)) % ALPHABET.length)).join('');
}
