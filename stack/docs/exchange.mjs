// One request as the routes see it: what was asked, by whom, in which session, and the cookies to set.
// Finds out who asks; decides nothing about notes.
import crypto from 'node:crypto';
import { crashed, unauthorized } from './answers.mjs';
import { checkCsrf, CSRF_COOKIE, readCookies, SESSION_COOKIE } from './sessions.mjs';

/** The exchange of a request; everyone without a known session is given an anonymous one. */
export function newExchange(stand, request, body) {
  const { sessions, cookies: jar, people } = stand;
  const url = new URL(request.url, 'http://localhost');
  const cookies = readCookies(request.headers.cookie);
  const given = new Map();
  const known = sessions.find(cookies.get(SESSION_COOKIE));
  const exchange = {
    method: request.method,
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    address: request.socket.remoteAddress,
    cookies,
    bytes: body,
    body: {},
    params: {},
    session: known ?? sessions.create(),
    user: known?.user ? people.find(known.user) : null,
    setSession(session) {
      exchange.session = session;
      given.set(SESSION_COOKIE, jar.session(session.id));
    },
    setCsrf: (token) => given.set(CSRF_COOKIE, jar.csrf(token)),
    dropSession: () => given.set(SESSION_COOKIE, jar.sessionGone()),
    setCookies: () => [...given.values()],
  };
  if (!known) exchange.setSession(exchange.session);
  return exchange;
}

/** A name for a session that may be logged. */
export const sessionMark = ({ id }) => crypto.createHash('sha256').update(id).digest('hex').slice(0, 8);

/** Who asks: by bearer token where that is accepted, else by cookie, which must not be forged. */
export async function identify(stand, exchange) {
  const { switches, publicUrl } = stand;
  const token = /^Bearer (.+)$/i.exec(exchange.headers.authorization ?? '')?.[1];
  if (token && switches.bearerAccepted) {
    exchange.user = await bearerOf(stand, token);
    return;
  }
  const origins = switches.of('origins') ?? [publicUrl];
  if (exchange.user) checkCsrf(exchange, { origins, secure: publicUrl.startsWith('https:') });
}

async function bearerOf({ identity, people, switches }, token) {
  const claims = await identity.claimsOf(token).catch((error) => {
    throw error instanceof TypeError ? crashed() : unauthorized(switches, 'invalid token provided');
  });
  const user = people.fromClaims(claims);
  if (!user) throw unauthorized(switches, 'user not found');
  return user;
}
