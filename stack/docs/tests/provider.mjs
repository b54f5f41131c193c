// The smallest OpenID provider that Docs can sign in with. It asks nobody anything: `signedIn` says who sits there.
import crypto from 'node:crypto';
import http from 'node:http';
import * as jose from 'jose';

const PEOPLE = {
  alice: { email: 'alice@example.org', given_name: 'Alice', family_name: 'Martin' },
  bob: { email: 'bob@example.org', given_name: 'Bob', family_name: 'Dupont' },
  carol: { email: 'carol@example.org', given_name: 'Carol', family_name: 'Smit' },
};

export async function startProvider() {
  const { privateKey, publicKey } = await jose.generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await jose.exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' };
  const provider = { signedIn: null, asked: [], codes: new Map(), tokens: new Map() };
  const server = http.createServer((request, response) => answer(provider, { jwk, privateKey }, request, response));
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  provider.issuer = `http://127.0.0.1:${server.address().port}`;
  provider.token = (who) => {
    const token = crypto.randomUUID();
    provider.tokens.set(token, who);
    return token;
  };
  provider.stop = () => { server.close(); server.closeAllConnections(); };
  return provider;
}

async function answer(provider, keys, request, response) {
  const url = new URL(request.url, provider.issuer);
  const json = (status, value) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end(JSON.stringify(value)); };
  const routes = {
    '/.well-known/openid-configuration': () => json(200, discovery(provider.issuer)),
    '/jwks': () => json(200, { keys: [keys.jwk] }),
    '/auth': () => authorize(provider, url, response),
    '/token': async () => json(200, await exchange(provider, keys, request)),
    '/userinfo': () => userinfo(provider, request, json),
    '/end': () => { response.writeHead(302, { location: `${url.searchParams.get('post_logout_redirect_uri')}?state=${url.searchParams.get('state')}` }); response.end(); },
  };
  await (routes[url.pathname] ?? (() => json(404, {})))();
}

const discovery = (issuer) => ({
  issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, userinfo_endpoint: `${issuer}/userinfo`, jwks_uri: `${issuer}/jwks`,
  end_session_endpoint: `${issuer}/end`,
});

function authorize(provider, url, response) {
  const query = Object.fromEntries(url.searchParams);
  provider.asked.push(query);
  const back = new URL(query.redirect_uri);
  if (!provider.signedIn && query.prompt !== 'none') return response.end('<form>who are you?</form>');
  back.searchParams.set('state', query.state);
  if (provider.signedIn) {
    const code = crypto.randomUUID();
    provider.codes.set(code, { who: provider.signedIn, nonce: query.nonce });
    back.searchParams.set('code', code);
  } else {
    back.searchParams.set('error', 'login_required');
  }
  response.writeHead(302, { location: back.href });
  return response.end();
}

async function exchange(provider, { privateKey }, request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const { who, nonce } = provider.codes.get(new URLSearchParams(Buffer.concat(pieces).toString()).get('code'));
  const idToken = await new jose.SignJWT({ nonce }).setProtectedHeader({ alg: 'RS256', kid: 'k1' })
    .setSubject(`sub-${who}`).setIssuer(provider.issuer).setAudience('docs').setIssuedAt().setExpirationTime('5m').sign(privateKey);
  return { access_token: provider.token(who), id_token: idToken, token_type: 'Bearer' };
}

function userinfo({ tokens }, request, json) {
  const who = tokens.get((request.headers.authorization ?? '').replace('Bearer ', ''));
  return who ? json(200, { sub: `sub-${who}`, ...PEOPLE[who] }) : json(401, { error: 'invalid_token' });
}
