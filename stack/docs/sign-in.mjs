// Signing in and out by the authorization code flow of the server's own client: the routes that browsers walk.
// They are plain pages, not API calls: no negotiation, no CSRF, no throttle, errors in HTML.
import { badRequest, redirect, serverError } from './answers.mjs';
import { NotTrusted } from './identity.mjs';
import { newCsrfToken, randomText } from './sessions.mjs';

const MOST_STATES = 50;

const landing = ({ switches, publicUrl }) => switches.of('landing') ?? `${publicUrl}/`;
const callbackUrl = ({ publicUrl }) => `${publicUrl}/api/v1.0/callback/`;

export async function authenticate(stand, exchange) {
  const { identity, sessions, switches } = stand;
  const { session, query } = exchange;
  const [state, nonce] = [randomText(32), randomText(32)];
  const silent = query.get('silent')?.toLowerCase() === 'true' && switches.of('silent') && switches.atLeast('4.5.0');
  const extra = silent ? { prompt: 'none' } : {};
  if (query.get('login_hint') && !switches.isA) extra.login_hint = query.get('login_hint');
  const url = await identity.signInUrl({ state, nonce, redirectUri: callbackUrl(stand), extra });
  keepState(session, state, { nonce });
  sessions.save(session);
  exchange.setSession(session);
  return redirect(url);
}

function keepState(session, state, kept) {
  session.states[state] = kept;
  const known = Object.keys(session.states);
  if (known.length > MOST_STATES) delete session.states[known[0]];
}

export async function callback(stand, exchange) {
  const { journal } = stand;
  const { session, query } = exchange;
  const [state, code] = [query.get('state'), query.get('code')];
  if (query.get('error')) return failed(stand, exchange);
  if (!code || !state) return redirect(landing(stand));
  const kept = session.states[state];
  if (!kept) return badRequest();
  delete session.states[state];
  try {
    const { claims, idToken } = await stand.identity.redeem({ code, nonce: kept.nonce, redirectUri: callbackUrl(stand) });
    return welcome(stand, exchange, claims, idToken);
  } catch (error) {
    journal.write('signIn', { decision: 'failed', why: error.message });
    return error instanceof NotTrusted ? badRequest() : serverError();
  }
}

// An error of the provider ends a live session too (read in the library that Docs uses, never seen).
function failed(stand, exchange) {
  const { session, query } = exchange;
  stand.journal.write('signIn', { decision: 'refusedByProvider', why: query.get('error') });
  delete session.states[query.get('state')];
  if (session.user) endSession(stand, exchange);
  return redirect(landing(stand));
}

function welcome(stand, exchange, claims, idToken) {
  const { people, sessions, journal } = stand;
  const user = people.fromClaims(claims);
  journal.write('signIn', { decision: user ? 'signedIn' : 'unknownUser', user: user?.id ?? null });
  if (user) {
    exchange.setSession(sessions.signIn(exchange.session, user, idToken));
    exchange.setCsrf(newCsrfToken());
  }
  return redirect(landing(stand));
}

/** The first of two steps: the session lives on until the second. */
export async function logout(stand, exchange) {
  const { identity, sessions, publicUrl } = stand;
  const { session } = exchange;
  if (!session.user) return redirect(landing(stand));
  const state = randomText(32);
  const url = await identity.endSessionUrl({ idToken: session.idToken, state, redirectUri: `${publicUrl}/api/v1.0/logout-callback/` });
  keepState(session, state, {});
  sessions.save(session);
  exchange.setSession(session);
  return redirect(url);
}

export function logoutCallback(stand, exchange) {
  const { session, query } = exchange;
  if (!session.user) return redirect(landing(stand));
  if (!session.states[query.get('state')]) return badRequest();
  endSession(stand, exchange);
  return redirect(landing(stand));
}

function endSession({ sessions, journal }, exchange) {
  journal.write('signIn', { decision: 'signedOut', user: exchange.session.user });
  sessions.signOut(exchange.session);
  exchange.dropSession();
}
