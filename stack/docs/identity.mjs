// The identity provider as Docs sees it: discovery, code exchange, id token, userinfo, end of session.
// Docs is a confidential client; nothing here knows about cookies or people of Docs.
import * as jose from 'jose';

const PATIENCE_MS = 10_000;

/** The provider answered, and what it said is not to be trusted. */
export class NotTrusted extends Error {}

export class Identity {
  #issuer;
  #client;
  #discovered = null;

  constructor({ issuer, clientId, clientSecret, scopes }) {
    this.#issuer = issuer;
    this.#client = { id: clientId, secret: clientSecret, scopes };
  }

  async #metadata() {
    this.#discovered ??= this.#discover().catch((error) => {
      this.#discovered = null;
      throw error;
    });
    return this.#discovered;
  }

  async #discover() {
    const metadata = await this.#ask(`${this.#issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    return { ...metadata, keys: jose.createRemoteJWKSet(new URL(metadata.jwks_uri)) };
  }

  async #ask(url, options = {}) {
    const answer = await fetch(url, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new Error(`${new URL(url).pathname} of the identity provider answered ${answer.status}`);
    return answer.json();
  }

  async signInUrl({ state, nonce, redirectUri, extra }) {
    const { authorization_endpoint: endpoint } = await this.#metadata();
    const url = new URL(endpoint);
    const query = {
      response_type: 'code', scope: this.#client.scopes.join(' '), client_id: this.#client.id, redirect_uri: redirectUri, state, nonce, ...extra,
    };
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return url.href;
  }

  /** Exchanges the code, checks the id token, asks for the claims. */
  async redeem({ code, nonce, redirectUri }) {
    const metadata = await this.#metadata();
    const basic = Buffer.from(`${encodeURIComponent(this.#client.id)}:${encodeURIComponent(this.#client.secret)}`).toString('base64');
    const tokens = await this.#ask(metadata.token_endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectUri }),
    });
    await this.#check(tokens.id_token, nonce, metadata);
    return { claims: await this.claimsOf(tokens.access_token), idToken: tokens.id_token };
  }

  async #check(idToken, nonce, { keys, issuer }) {
    const { payload } = await jose.jwtVerify(idToken, keys, { issuer, audience: this.#client.id })
      .catch((cause) => { throw new NotTrusted('the id token does not verify', { cause }); });
    if (payload.nonce !== nonce) throw new NotTrusted('the id token carries another nonce');
  }

  /** What userinfo says to this access token; rejects when it says nothing. */
  async claimsOf(accessToken) {
    const { userinfo_endpoint: endpoint } = await this.#metadata();
    return this.#ask(endpoint, { headers: { authorization: `Bearer ${accessToken}` } });
  }

  async endSessionUrl({ idToken, state, redirectUri }) {
    const { end_session_endpoint: endpoint } = await this.#metadata();
    const url = new URL(endpoint);
    url.searchParams.set('id_token_hint', idToken);
    url.searchParams.set('state', state);
    url.searchParams.set('post_logout_redirect_uri', redirectUri);
    return url.href;
  }
}
