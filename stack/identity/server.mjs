// The identity provider of the local stack: a real OpenID provider with a login form and three agents, also the
// authentication service of the Synapse that delegates to one. What it has granted survives a restart.
// See ../README.md for the variables and the control port. Not for any use but demo and tests.
import fs from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import * as jose from 'jose';
import { agentByName, agentOf } from './agents.mjs';
import { Homeserver, introspect } from './matrix.mjs';
import { accountPage, allowedPage, allowPage, gonePage, languageOf, signInPage } from './pages.mjs';
import { makeProvider } from './provider.mjs';
import { Store } from './store.mjs';
import { count, flag, listenForOrders, readText, Switches } from '../control.mjs';

const MOST_BYTES = 65_536;
const MORTAL = ['RefreshToken', 'AccessToken', 'AuthorizationCode', 'Grant'];

const setting = (name) => process.env[name] || (() => { throw new Error(`${name} is missing: see stack/README.md`); })();

const issuer = setting('ISSUER');
const folder = setting('DATA');
const secret = setting('SECRET');
const switches = new Switches({ accessSeconds: { ...count, value: Number(process.env.ACCESS_TTL ?? 300) }, down: { ...flag, value: false } });
const store = new Store(path.join(folder, 'journal.jsonl'));
const homeserver = new Homeserver({ url: setting('HOMESERVER'), secret });
const provider = makeProvider({
  issuer, store, settings: switches, cookieKey: secret, keys: await signingKeys(path.join(folder, 'keys.json')),
  docs: { secret, urls: setting('DOCS').split(' ') }, sso: { secret, url: setting('SSO_HOMESERVER') },
});
provider.use(homeserver.middleware());
provider.use(signOutAtOnce);
for (const event of ['server_error', 'authorization.error', 'grant.error', 'end_session.error', 'revocation.error', 'registration_create.error', 'backchannel.error']) {
  provider.on(event, (ctx, error) => console.error(event, error.error_description ?? error.message, error.error_detail ?? ''));
}
const callback = provider.callback();

const server = https.createServer({ cert: fs.readFileSync(setting('TLS_CERT')), key: fs.readFileSync(setting('TLS_KEY')) }, async (request, response) => {
  try {
    await answer(request, response);
  } catch (error) {
    console.error(request.method, request.url.split('?')[0], error.message);
    if (!response.headersSent) response.writeHead(error.statusCode ?? 500);
    response.end();
  }
});
// "down" is what a dead server looks like: connections are closed before anything is said.
server.prependListener('secureConnection', (socket) => { if (switches.of('down')) socket.destroy(); });
server.prependListener('request', (request) => { if (switches.of('down')) request.socket.destroy(); });
server.listen(Number(setting('PORT')), '127.0.0.1', async () => {
  await listenForOrders({ port: Number(setting('CONTROL_PORT')), switches, actions: { revoke, approve, removeDevice } });
  console.log(`ready ${issuer}`);
});
process.on('SIGTERM', () => process.exit(0));

// With fresh keys under an old name, servers that remember the old ones would refuse every token.
async function signingKeys(file) {
  if (!fs.existsSync(file)) {
    const make = async (alg) => {
      const { privateKey } = await jose.generateKeyPair(alg, { extractable: true });
      const key = await jose.exportJWK(privateKey);
      return { ...key, use: 'sig', alg, kid: await jose.calculateJwkThumbprint(key) };
    };
    fs.writeFileSync(file, JSON.stringify({ keys: [await make('RS256'), await make('ES256')] }), { mode: 0o600 });
  }
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

async function answer(request, response) {
  if (switches.of('down')) return undefined;
  const { pathname, searchParams } = new URL(request.url, issuer);
  const languages = request.headers['accept-language'];
  if (pathname === '/oauth2/introspect' && request.method === 'POST') return forHomeserver(request, response);
  if (pathname === '/account') return onAccountPage(request, response, searchParams.get('action'));
  const step = /^\/interaction\/[\w-]+(\/login|\/abort)?$/.exec(pathname);
  if (!step) return callback(request, response);
  let details;
  try {
    details = await provider.interactionDetails(request, response);
  } catch {
    return show(response, 400, gonePage(languages));
  }
  return interact(request, response, { details, step: step[1] });
}

async function forHomeserver(request, response) {
  if (!homeserver.knows(request.headers)) return response.writeHead(401).end();
  const token = new URLSearchParams(await readText(request, MOST_BYTES)).get('token');
  return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(await introspect(provider, token)));
}

async function onAccountPage(request, response, action) {
  const languages = request.headers['accept-language'];
  if (action !== 'org.matrix.cross_signing_reset') return show(response, 200, accountPage(languages));
  if (request.method !== 'POST') return show(response, 200, allowPage({ languages }));
  const { agent, name } = await readCredentials(request);
  if (!agent) return show(response, 401, allowPage({ languages, name, wrong: true }));
  await approve(agent);
  return show(response, 200, allowedPage(languages));
}

async function readCredentials(request) {
  const input = new URLSearchParams(await readText(request, MOST_BYTES));
  const name = input.get('login') ?? '';
  const agent = agentByName(name);
  return { name, agent: agent?.password === input.get('password') ? agent : null };
}

async function interact(request, response, { details, step }) {
  const { params, uid } = details;
  const finish = (result) => provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  if (step === '/abort') return finish({ error: 'access_denied', error_description: 'cancelled by the agent' });
  const client = await provider.Client.find(params.client_id);
  const language = languageOf(params.ui_locales, request.headers['accept-language']);
  const form = { language, uid, app: client?.clientName ?? params.client_id, name: params.login_hint };
  if (step !== '/login') return show(response, 200, signInPage(form));
  const { agent, name } = await readCredentials(request);
  if (!agent) return show(response, 401, signInPage({ ...form, name, wrong: true }));
  return finish({ login: { accountId: agent.login, remember: true, acr: agent.level, amr: agent.means } });
}

// Whoever shows the id token of this very session is not asked whether sign-out is meant (as Keycloak does).
async function signOutAtOnce(ctx, next) {
  await next();
  const { route, session, entities } = ctx.oidc ?? {};
  const sure = route === 'end_session' && ctx.status === 200 && session?.accountId && entities.IdTokenHint?.payload.sub === session.accountId;
  if (!sure) return;
  const confirmed = await fetch(`${issuer}/session/end/confirm`, {
    method: 'POST', redirect: 'manual', headers: { cookie: ctx.get('cookie') },
    body: new URLSearchParams({ xsrf: session.state.secret, logout: 'yes' }),
  });
  if (confirmed.status !== 303) return;
  ctx.body = null;
  ctx.status = 303;
  ctx.set('location', confirmed.headers.get('location'));
  ctx.set('set-cookie', confirmed.headers.getSetCookie());
}

/** Takes away whatever was granted to an agent, behind their back; with `sessions` the provider forgets them too. */
function revoke({ login, sessions = false }) {
  return { revoked: store.removeAll(sessions ? [...MORTAL, 'Session'] : MORTAL, ({ accountId }) => accountId === known(login)) };
}

/** What an agent does on the account page when they replace their cross-signing keys. */
const approve = ({ login }) => homeserver.ask('allow_cross_signing_reset', { localpart: known(login) });

/** What an agent does on the account page to a laptop that was stolen. */
const removeDevice = ({ login, device }) => homeserver.ask('delete_device', { localpart: known(login), device_id: device });

function known(login) {
  if (!agentOf(login)) throw new SyntaxError(`nobody is called "${login}"`);
  return login;
}

function show(response, status, body) {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
  }).end(body);
}
