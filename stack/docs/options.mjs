// How the server is started: by environment variables or by flags of the same names (`--control-port 1`).
// Reads and checks them; starts nothing.
import fs from 'node:fs';

const NAMES = [
  'PORT', 'CONTROL_PORT', 'TLS_CERT', 'TLS_KEY', 'PUBLIC_URL', 'ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'SCOPES', 'DATA',
  'GENERATION', 'RELEASE_VERSION', 'LOCK', 'SWITCHES',
];

/** The options of these arguments and this environment; flags win. Throws at anything it does not understand. */
export function readOptions(argv, env) {
  const given = { ...Object.fromEntries(NAMES.map((name) => [name, env[name]])), ...readFlags(argv) };
  if (Boolean(given.TLS_CERT) !== Boolean(given.TLS_KEY)) throw new Error('TLS_CERT and TLS_KEY belong together');
  if (!given.ISSUER) throw new Error('ISSUER is missing: the address of the identity provider');
  return {
    port: readPort(given.PORT, 'PORT'),
    controlPort: readPort(given.CONTROL_PORT, 'CONTROL_PORT'),
    tls: given.TLS_CERT ? { cert: fs.readFileSync(given.TLS_CERT), key: fs.readFileSync(given.TLS_KEY) } : null,
    publicUrl: given.PUBLIC_URL?.replace(/\/$/, '') ?? null,
    issuer: given.ISSUER,
    clientId: given.CLIENT_ID ?? 'docs',
    clientSecret: given.CLIENT_SECRET ?? 'docs-secret',
    scopes: (given.SCOPES ?? 'openid email profile').split(' '),
    folder: given.DATA || null,
    switches: readSwitches(given),
  };
}

function readFlags(argv) {
  const flags = {};
  for (let i = 0; i < argv.length; i += 2) {
    const name = argv[i].replace(/^--/, '').replaceAll('-', '_').toUpperCase();
    if (!argv[i].startsWith('--') || !NAMES.includes(name)) throw new Error(`unknown flag "${argv[i]}"`);
    if (argv[i + 1] === undefined) throw new Error(`flag "${argv[i]}" needs a value`);
    flags[name] = argv[i + 1];
  }
  return flags;
}

function readPort(text, name) {
  const port = Number(text ?? 0); // 0 lets the system choose
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Error(`${name} is no port: "${text}"`);
  return port;
}

function readSwitches(given) {
  return {
    ...(given.GENERATION ? { generation: given.GENERATION } : {}),
    ...(given.RELEASE_VERSION ? { releaseVersion: given.RELEASE_VERSION } : {}),
    ...(given.LOCK ? { lock: given.LOCK === 'true' } : {}),
    ...(given.SWITCHES ? JSON.parse(given.SWITCHES) : {}),
  };
}
