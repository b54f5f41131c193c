// What lets a Synapse homeserver use this provider as its authentication service (Matrix 1.15, OAuth 2.0 API):
// scopes that carry a device, users and devices made before a token is first used, devices removed with their token,
// and the introspection that Synapse asks for. Does nothing for a homeserver with single sign-on of its own.
import { agentOf, fullName } from './agents.mjs';

export const MATRIX = 'urn:attache:matrix';

// matrix-sdk still asks for the unstable spelling, so both are taken.
const API = /^urn:matrix:(org\.matrix\.msc2967\.)?client:api:\*$/;
const DEVICE = /^urn:matrix:(org\.matrix\.msc2967\.)?client:device:([A-Za-z0-9._~-]{1,255})$/;
const PATIENCE_MS = 20_000;

const matrixScopes = (scope) => (scope ?? '').split(' ').filter((each) => API.test(each) || DEVICE.test(each));
const deviceOf = (scope) => matrixScopes(scope).map((each) => DEVICE.exec(each)?.[2]).find(Boolean);

/** Whether these scopes are those of a Matrix client. */
export const isMatrix = (scopes) => [...scopes].some((scope) => API.test(scope));

/** The Matrix scopes of whatever request is being answered: they cannot be known beforehand. */
export function scopesInPlay({ oidc }) {
  const kept = ['AuthorizationCode', 'RefreshToken', 'DeviceCode', 'AccessToken'].map((kind) => oidc.entities?.[kind]?.scope);
  return [...new Set(matrixScopes([oidc.params?.scope, ...kept].filter(Boolean).join(' ')))];
}

export class Homeserver {
  #url;
  #secret;

  constructor({ url, secret }) {
    this.#url = url;
    this.#secret = secret;
  }

  /** Whether this request comes from the homeserver. */
  knows({ authorization }) {
    return authorization === `Bearer ${this.#secret}`;
  }

  async ask(action, body) {
    const answer = await fetch(`${this.#url}/_synapse/mas/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) throw new Error(`the homeserver answered ${answer.status} to ${action}: ${await answer.text()}`);
  }

  /** Runs after a token was made or revoked and before the answer leaves. */
  middleware() {
    return async (ctx, next) => {
      await next();
      if (ctx.status !== 200) return;
      const { route, entities, params, client } = ctx.oidc ?? {};
      if (route === 'token' && params.grant_type !== 'refresh_token') await this.#welcome(entities.AccessToken, client);
      if (route === 'revocation') await this.#forget(entities.RefreshToken ?? entities.AccessToken);
    };
  }

  async #welcome(token, client) {
    if (!matrixScopes(token?.scope).length) return;
    const agent = agentOf(token.accountId);
    const device = deviceOf(token.scope);
    await this.ask('provision_user', { localpart: agent.login, set_displayname: fullName(agent), set_emails: [agent.email] });
    if (device) await this.ask('upsert_device', { localpart: agent.login, device_id: device, display_name: client.clientName ?? client.clientId });
  }

  async #forget(token) {
    const device = deviceOf(token?.scope);
    if (device) await this.ask('delete_device', { localpart: token.accountId, device_id: device });
  }
}

/** The answer to Synapse's question what a token is good for. */
export async function introspect(provider, token) {
  const access = token && await provider.AccessToken.find(token);
  const grant = access?.grantId && await provider.Grant.find(access.grantId);
  if (!access?.isValid || !grant) return { active: false };
  return {
    active: true, scope: access.scope, client_id: access.clientId, username: access.accountId, sub: access.accountId,
    token_type: 'access_token', iat: access.iat, exp: access.exp, expires_in: access.remainingTTL,
  };
}
