// The OpenID provider: its clients, scopes, audiences and lifetimes. Behaves as the providers of administrations do
// (PKCE for public clients, rotating refresh tokens, tokens per audience, levels of sign-in); asks for no consent,
// because all its clients are the administration's own.
import { Provider, errors, interactionPolicy } from 'oidc-provider';
import { CLAIMS, agentOf, claimsOf } from './agents.mjs';
import { MATRIX, isMatrix, scopesInPlay } from './matrix.mjs';
import { signedOutPage, signOutPage } from './pages.mjs';

export const ASSISTANT = 'urn:attache:assistant';

const DAY = 86_400;
const MATRIX_ACTIONS = ['profile', 'cross_signing_reset'];

export function makeProvider({ issuer, keys, cookieKey, store, settings, docs, sso }) {
  return new Provider(issuer, {
    adapter: store.adapter(),
    jwks: keys,
    cookies: { keys: [cookieKey] },
    clients: clients({ docs, sso }),
    scopes: ['offline_access', ...Object.keys(CLAIMS).filter((name) => CLAIMS[name])],
    claims: CLAIMS,
    acrValues: ['eidas1', 'eidas2', 'eidas3'],
    conformIdTokenClaims: false,
    findAccount: (ctx, login) => account(login),
    loadExistingGrant,
    // A native or Matrix client gets a refresh token without the consent page that `offline_access` alone wants.
    issueRefreshToken: async (ctx, client, code) => client.grantTypeAllowed('refresh_token')
      && (code.scopes.has('offline_access') || client.applicationType === 'native' || isMatrix(code.scopes)),
    rotateRefreshToken: true,
    pkce: { required: (ctx, client) => client.clientAuthMethod === 'none' },
    ttl: {
      AccessToken: () => settings.of('accessSeconds'), IdToken: 3600, RefreshToken: 30 * DAY, Grant: 30 * DAY, Session: 30 * DAY,
      Interaction: 3600, AuthorizationCode: 60, DeviceCode: 600,
    },
    routes: {
      authorization: '/authorize', token: '/oauth2/token', registration: '/oauth2/registration', revocation: '/oauth2/revoke',
      introspection: '/token/introspection', jwks: '/oauth2/keys.json', userinfo: '/oauth2/userinfo', end_session: '/session/end',
      device_authorization: '/oauth2/device', code_verification: '/link', pushed_authorization_request: '/oauth2/par',
    },
    discovery: {
      account_management_uri: `${issuer}/account`,
      account_management_actions_supported: MATRIX_ACTIONS.map((action) => `org.matrix.${action}`),
    },
    features: features(),
    interactions: { policy: policyWithoutConsent(), url: (ctx, { uid }) => `/interaction/${uid}` },
    // The library's own refuses loopback addresses, where all the other servers of the stack are.
    fetch: (url, { dispatcher, ...options }) => globalThis.fetch(url, options),
  });
}

const clients = ({ docs, sso }) => [
  {
    client_id: 'attache', client_name: 'Attaché', application_type: 'native', token_endpoint_auth_method: 'none',
    // A native client may use any port on these; the path has to be this one.
    redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]/callback'],
    post_logout_redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]/callback'],
    grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'],
  },
  {
    client_id: 'docs', client_name: 'Docs', client_secret: docs.secret, grant_types: ['authorization_code'], response_types: ['code'],
    redirect_uris: docs.urls.map((url) => `${url}/api/v1.0/callback/`),
    post_logout_redirect_uris: docs.urls.map((url) => `${url}/api/v1.0/logout-callback/`),
  },
  {
    client_id: 'synapse', client_name: 'Synapse', client_secret: sso.secret, grant_types: ['authorization_code'], response_types: ['code'],
    redirect_uris: [`${sso.url}/_synapse/client/oidc/callback`],
    backchannel_logout_uri: `${sso.url}/_synapse/client/oidc/backchannel_logout`,
    backchannel_logout_session_required: true,
  },
];

function features() {
  return {
    devInteractions: { enabled: false },
    claimsParameter: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
    registration: { enabled: true },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => { ctx.body = signOutPage(ctx.get('accept-language'), form); },
      postLogoutSuccessSource: (ctx) => { ctx.body = signedOutPage(ctx.get('accept-language')); },
    },
    resourceIndicators: {
      enabled: true,
      // A code for several uses gives the plain token, unless Matrix is all that it is for.
      useGrantedResource: (ctx, { resource }) => resource === MATRIX,
      defaultResource: (ctx) => (scopesInPlay(ctx).length ? MATRIX : undefined),
      getResourceServerInfo: resourceServer,
    },
  };
}

// The library grants known scopes only, unless they belong to an audience; those of Matrix carry the device.
function resourceServer(ctx, resource) {
  if (resource === MATRIX) return { audience: MATRIX, scope: scopesInPlay(ctx).join(' '), accessTokenFormat: 'opaque' };
  if (resource === ASSISTANT) return { audience: ASSISTANT, scope: '', accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } } };
  throw new errors.InvalidTarget();
}

function account(login) {
  const agent = agentOf(login);
  return agent && { accountId: login, claims: async () => claimsOf(agent) };
}

async function loadExistingGrant({ oidc }) {
  const { Grant } = oidc.provider;
  const { accountId } = oidc.session;
  const known = oidc.result?.consent?.grantId ?? oidc.session.grantIdFor(oidc.client.clientId);
  const grant = (known && await Grant.find(known)) || new Grant({ clientId: oidc.client.clientId, accountId });
  grant.addOIDCScope(oidc.params.scope ?? '');
  grant.addOIDCClaims([...oidc.requestParamClaims ?? []]);
  for (const [name, server] of Object.entries(oidc.resourceServers ?? {})) grant.addResourceScope(name, server.scope ?? '');
  await grant.save();
  return grant;
}

function policyWithoutConsent() {
  const policy = interactionPolicy.base();
  policy.get('consent').checks.remove('native_client_prompt');
  return policy;
}
