// The rim of HTTP: reads a request, walks it through the checks in the order of the real server, sends the answer,
// and carries out the faults of requests. Knows no note.
import { setTimeout as pause } from 'node:timers/promises';
import {
  forbidden, html, invalid, json, mediaTypeUnknown, methodUnknown, notAcceptable, redirect, Refusal, routeUnknown, serverError, throttled, unauthorized,
} from './answers.mjs';
import { identify, newExchange, sessionMark } from './exchange.mjs';
import { millisOf } from './faults.mjs';
import { hexOf } from './journal.mjs';
import { readForm } from './multipart.mjs';
import { landing, portal } from './pages.mjs';
import { actionOf, match } from './routes.mjs';
import { normalId } from './rights.mjs';
import { randomText } from './sessions.mjs';
import { spoilt } from './spoil.mjs';

const SLICE_MS = 50;

export async function serve(stand, request, response) {
  const started = Date.now();
  const bytes = await readAll(request, stand.switches.of('bodyLimit'));
  const exchange = newExchange(stand, request, bytes);
  const found = match(exchange.path, stand.switches);
  const refused = found?.route ? await identify(stand, exchange).catch((error) => error) : null;
  const note = found?.params?.id ? normalId(found.params.id) : null;
  const facts = { method: exchange.method, path: exchange.path, note, user: exchange.user };
  const before = stand.faults.take('before', facts);
  const done = (status, struck) => write(stand, { exchange, found, note, status, started, struck });
  const early = await strikeBefore(stand, before);
  if (early?.cut) {
    done(null, before);
    return request.socket.destroy();
  }
  const answer = early ?? await answerOf(stand, exchange, { found, refused });
  const after = stand.faults.take('after', facts).filter((rule) => rule.fault !== 'content' || holdsContent(answer));
  done(answer.status, [...before, ...after]);
  if (after.some(({ fault }) => fault === 'cutAfter')) return request.socket.destroy();
  const sent = after.filter(({ fault }) => fault === 'content').reduce((one, rule) => spoil(stand, note, one, rule), answer);
  return send(response, exchange, sent, after);
}

// A body above the limit is read to its end and dropped, as an ingress does that answers before it closes.
async function readAll(request, limit) {
  const pieces = [];
  let length = 0;
  for await (const piece of request) {
    length += piece.length;
    if (length <= limit) pieces.push(piece);
  }
  return length <= limit ? Buffer.concat(pieces) : null;
}

async function strikeBefore({ publicUrl, switches }, rules) {
  for (const rule of rules.filter(({ fault }) => fault === 'latency')) await pause(millisOf(rule));
  const rule = rules.find(({ fault }) => fault !== 'latency');
  if (!rule) return null;
  if (rule.fault === 'cutBefore') return { cut: true };
  if (rule.fault === 'captivePortal') return rule.redirect ? redirect(`${publicUrl}/portal/`) : portal();
  const answer = orderedAnswer(rule.status ?? 500, switches);
  if (rule.retryAfter !== undefined) answer.headers['retry-after'] = String(rule.retryAfter);
  return answer;
}

// What Docs itself says comes as JSON, what stands before it or breaks comes as HTML.
function orderedAnswer(status, switches) {
  if (status === 401) return unauthorized(switches).answer;
  if (status === 403) return forbidden().answer;
  if (status === 429) return json(429, { detail: 'Request was throttled.' });
  return html(status, `Error ${status}`, 'An ordered fault.');
}

async function answerOf(stand, exchange, { found, refused }) {
  try {
    return inLanguage(stand, await route(stand, exchange, { found, refused }));
  } catch (error) {
    if (error instanceof Refusal) return inLanguage(stand, error.answer);
    stand.journal.write('crash', { path: exchange.path, why: error.stack });
    return serverError();
  }
}

async function route(stand, exchange, { found, refused }) {
  if (exchange.bytes === null) return html(413, '413 Request Entity Too Large');
  if (found?.page) return found.page(stand, exchange);
  if (!found) return withoutRoute(stand, exchange);
  if (!found.route.isFile && !acceptsJson(exchange.headers.accept)) throw notAcceptable();
  if (refused) throw refused;
  const action = actionOf(found.route, exchange.method);
  if (action?.signedIn && !exchange.user) throw unauthorized(stand.switches);
  admit(stand, exchange, found.route.scope);
  if (!action) throw methodUnknown(exchange.method, Object.keys(found.route.methods));
  exchange.params = found.params;
  exchange.body = readBody(exchange);
  return action.run(stand, exchange);
}

function withoutRoute({ switches }, { method, path, query, session }) {
  if (path === '/' && method === 'GET') return landing(Boolean(session.user));
  if (path === '/portal/') return portal();
  const slashed = `${path}/`;
  if (!path.endsWith('/') && match(slashed, switches)) return redirect(query.size ? `${slashed}?${query}` : slashed, 301);
  return routeUnknown();
}

function acceptsJson(accept = '*/*') {
  return accept.split(',').some((type) => ['*/*', 'application/*', 'application/json'].includes(type.split(';')[0].trim().toLowerCase()));
}

function admit({ throttle }, { user, address, query }, scope) {
  if (!scope || (scope === 'users' && !query.get('q'))) return;
  const seconds = throttle.admit(scope, user?.id ?? address);
  if (seconds !== null) throw throttled(seconds);
}

function readBody({ method, headers, bytes }) {
  if (bytes.length === 0 || ['GET', 'HEAD'].includes(method)) return {};
  const type = (headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
  if (type === 'multipart/form-data') return parseForm(bytes, headers['content-type']);
  if (type !== 'application/json') throw mediaTypeUnknown(headers['content-type'] ?? '');
  const body = parse(bytes);
  if (body === null) return {};
  if (typeof body === 'object' && !Array.isArray(body)) return body;
  throw invalid({ non_field_errors: [`Invalid data. Expected a dictionary, but got ${Array.isArray(body) ? 'list' : typeof body}.`] });
}

function parseForm(bytes, contentType) {
  const fields = readForm(bytes, contentType);
  if (!fields) throw invalid({ detail: 'Multipart form parse error - Invalid boundary in multipart.' });
  return fields;
}

function parse(bytes) {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw invalid({ detail: `JSON parse error - ${error.message}` });
  }
}

// With the switch `language` at `random`, no text of a refusal is what it was: nobody may match them.
function inLanguage({ switches }, answer) {
  if (switches.of('language') === 'en' || answer.status < 400 || answer.value === undefined) return answer;
  const other = (value) => {
    if (typeof value === 'string') return randomText(24);
    if (Array.isArray(value)) return value.map(other);
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, other(one)]));
    return value;
  };
  return json(answer.status, other(answer.value), answer.headers);
}

const holdsContent = (answer) => answer.isContent || typeof answer.value?.content === 'string';

function spoil({ notes, contents }, id, answer, { how, steps, size }) {
  if (how === 'wrongEtag') return { ...answer, headers: { ...answer.headers, etag: `"${randomText(32, '0123456789abcdef')}"` } };
  const text = answer.isContent ? answer.body.toString() : answer.value.content;
  const bad = how === 'older' ? contents.older(notes.find(id), steps ?? 1) ?? text : spoilt(text, how, size);
  return answer.isContent ? { ...answer, body: Buffer.from(bad) } : json(answer.status, { ...answer.value, content: bad });
}

async function send(response, exchange, answer, after) {
  const { status, headers, body, streamed } = answer;
  const cookies = exchange.setCookies();
  const bodiless = status === 204 || status === 304;
  response.writeHead(status, {
    ...headers,
    vary: 'Accept, Cookie, origin',
    ...(cookies.length ? { 'set-cookie': cookies } : {}),
    ...(streamed || bodiless ? {} : { 'content-length': body.length }),
  });
  const slow = after.find(({ fault }) => fault === 'slowBody');
  if (slow && !bodiless) return sendSlowly(response, body, slow.bytesPerSecond ?? 1024);
  if (!after.some(({ fault }) => fault === 'cutBody')) return response.end(bodiless ? undefined : body);
  return response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}

async function sendSlowly(response, body, bytesPerSecond) {
  const size = Math.max(1, Math.floor((bytesPerSecond * SLICE_MS) / 1000));
  for (let at = 0; at < body.length && !response.destroyed; at += size) {
    response.write(body.subarray(at, at + size));
    await pause(SLICE_MS);
  }
  response.end();
}

// Queries of the sign-in pages carry codes and states: they stay out of the journal.
function write({ journal }, { exchange, found, note, status, started, struck }) {
  const { method, path, query, user, session, body } = exchange;
  const content = typeof body.content === 'string' ? { contentLength: body.content.length, contentStart: hexOf(Buffer.from(body.content.slice(0, 64), 'base64')) } : {};
  journal.write('request', {
    method,
    path,
    ...(found?.page ? {} : { query: query.toString() }),
    note,
    user: user?.id ?? null,
    session: sessionMark(session),
    status,
    ms: Date.now() - started,
    body: { keys: Object.keys(body), ...('websocket' in body ? { websocket: body.websocket } : {}), ...content },
    faults: struck.map(({ fault }) => fault),
  });
}
