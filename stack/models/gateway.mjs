// The agency's gateway to its models: an OpenAI-compatible API over TLS that lets in whoever brings an access token
// of the identity provider for its own audience. Behind it are the real models; it does not change what is said, and
// keeps each agent's last questions in memory only, for the tests that look at what left a desk. See ../README.md for
// the variables and the control port.
import fs from 'node:fs';
import https from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as jose from 'jose';
import { listenForOrders, readText, Switches } from '../control.mjs';
import { FAULTS, refusal, spoiled } from './faults.mjs';

const MOST_BYTES = 4 << 20;
const AUDIENCE = 'urn:attache:assistant';
const KEPT_QUESTIONS = 20;
const PASSED_ON = ['content-type', 'cache-control'];

const setting = (name) => process.env[name] || (() => { throw new Error(`${name} is missing: see stack/README.md`); })();

const issuer = setting('ISSUER');
const model = setting('MODEL');
const routes = {
  '/v1/chat/completions': { url: `${setting('CHAT')}/v1/chat/completions`, models: [model] },
  '/v1/embeddings': { url: `${setting('EMBEDDINGS')}/v1/embeddings`, models: ['e5-query', 'e5-passage'] },
};
const switches = new Switches(FAULTS);
/** What each agent asked, by login, the newest last. */
const questions = new Map();
let keys;

const server = https.createServer({ cert: fs.readFileSync(setting('TLS_CERT')), key: fs.readFileSync(setting('TLS_KEY')) }, async (request, response) => {
  try {
    await answer(request, response);
  } catch (error) {
    console.error(request.method, request.url, error.message);
    if (response.headersSent) response.destroy();
    else say(response, 502, problem('the model does not answer', 'server_error', 'upstream'));
  }
});
server.listen(Number(setting('PORT')), '127.0.0.1', async () => {
  await listenForOrders({ port: Number(setting('CONTROL_PORT')), switches, actions: { questions: ({ login }) => ({ questions: questions.get(login) ?? [] }) } });
  console.log(`ready on ${setting('PORT')}`);
});
process.on('SIGTERM', () => process.exit(0));

async function answer(request, response) {
  const { pathname } = new URL(request.url, 'https://127.0.0.1');
  if (switches.of('down')) return request.socket.destroy();
  const login = await loginOf(request);
  if (!login) {
    return say(response, 401, problem('a valid access token is wanted', 'authentication_error', 'invalid_token'), { 'www-authenticate': 'Bearer error="invalid_token"' });
  }
  const refused = refusal(switches);
  if (refused && (request.method === 'POST' || refused.always)) return say(response, refused.status, refused.body, refused.headers);
  if (request.method === 'GET' && pathname === '/v1/models') return say(response, 200, modelList());
  const route = routes[pathname];
  if (request.method !== 'POST' || !route) return say(response, 404, problem(`there is no ${request.method} ${pathname}`, 'invalid_request_error', 'not_found'));
  const question = parsed(await readText(request, MOST_BYTES));
  if (!question) return say(response, 400, problem('the body is no JSON object', 'invalid_request_error', 'invalid_json'));
  if (!route.models.includes(question.model)) {
    return say(response, 404, problem(`there is no model "${question.model}"`, 'invalid_request_error', 'model_not_found'));
  }
  questions.set(login, [...questions.get(login) ?? [], question].slice(-KEPT_QUESTIONS));
  return pass(response, route.url, question);
}

// The keys are asked for when they are first wanted: the provider may be started after us.
async function loginOf({ headers }) {
  const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
  if (!token) return null;
  keys ??= jose.createRemoteJWKSet(new URL(`${issuer}/oauth2/keys.json`));
  try {
    const { payload } = await jose.jwtVerify(token, keys, { issuer, audience: AUDIENCE, typ: 'at+jwt' });
    return payload.sub;
  } catch (error) {
    if (!(error instanceof jose.errors.JOSEError)) throw error;
    return null;
  }
}

async function pass(response, url, question) {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const answered = await fetch(url, {
    method: 'POST', signal: gone.signal, body: JSON.stringify(question),
    headers: { 'content-type': 'application/json', authorization: `Bearer ${setting('API_KEY')}` },
  });
  const headers = Object.fromEntries(PASSED_ON.filter((name) => answered.headers.has(name)).map((name) => [name, answered.headers.get(name)]));
  response.writeHead(answered.status, headers);
  try {
    await pipeline(Readable.fromWeb(answered.body), spoiled(switches, response), response);
  } catch (error) {
    // Whoever asked has stopped the answer: that frees the model, and is no fault.
    if (!gone.signal.aborted) throw error;
  }
}

function modelList() {
  const known = switches.of('fault') === 'modelGone' ? routes['/v1/embeddings'].models : Object.values(routes).flatMap(({ models }) => models);
  return { object: 'list', data: known.map((id) => ({ id, object: 'model', owned_by: 'stack', created: 0 })) };
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function problem(message, type, code) {
  return { error: { message, type, code, param: null } };
}

function say(response, status, body, headers = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}
