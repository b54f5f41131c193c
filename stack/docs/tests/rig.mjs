// What the tests share: a running stand-in with its provider, browsers that keep cookies, and the control port.
import { after } from 'node:test';
import { startStand } from '../stand.mjs';
import { startProvider } from './provider.mjs';

export const ORIGIN_EVIL = 'https://evil.example';

/** Starts a stand-in for one test file, at the top of it; it ends with the file. */
export async function startRig(switches = {}, options = {}) {
  const provider = await startProvider();
  const running = await startStand({
    port: 0, controlPort: 0, tls: null, publicUrl: null, issuer: provider.issuer, clientId: 'docs', clientSecret: 'docs-secret',
    scopes: ['openid', 'email'], folder: null, switches, ...options,
  });
  const rig = { ...running, provider, api: `${running.url}/api/v1.0/`, control: (method, path, body) => control(running.controlUrl, method, path, body) };
  rig.browser = () => new Browser(rig);
  rig.signIn = (who) => signIn(rig, who);
  after(async () => { await running.stop(); provider.stop(); });
  return rig;
}

async function control(base, method, path, body) {
  const answer = await fetch(base + path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const value = await answer.json();
  if (!answer.ok) throw new Error(`${method} ${path}: ${value.detail}`);
  return value;
}

async function signIn(rig, who) {
  const browser = rig.browser();
  rig.provider.signedIn = who;
  await browser.follow(`${rig.api}authenticate/`);
  rig.provider.signedIn = null;
  return browser;
}

/** A client with a cookie jar for the stand-in. Follows redirects only when told to. */
export class Browser {
  cookies = new Map();

  constructor({ url, api }) {
    [this.url, this.api] = [url, api];
  }

  get cookie() {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get session() {
    return this.cookies.get('docs_sessionid');
  }

  /** One request; `path` is below the API or a whole address. */
  async send(method, path, { body, headers = {}, raw } = {}) {
    const address = path.startsWith('http') ? path : this.api + path;
    const own = address.startsWith(this.url);
    const unsafe = !['GET', 'HEAD'].includes(method);
    const answer = await fetch(address, {
      method,
      redirect: 'manual',
      headers: {
        ...(own && this.cookies.size ? { cookie: this.cookie } : {}),
        ...(unsafe && this.cookies.has('csrftoken') ? { 'x-csrftoken': this.cookies.get('csrftoken'), origin: this.url } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(raw === undefined ? {} : { body: raw }),
    });
    if (own) this.#keep(answer.headers.getSetCookie());
    const bytes = Buffer.from(await answer.arrayBuffer());
    const text = bytes.toString();
    return { status: answer.status, headers: answer.headers, bytes, text, json: parsed(text), setCookies: answer.headers.getSetCookie() };
  }

  #keep(lines) {
    for (const line of lines) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (/Max-Age=0/.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  /** Uploads one file as browsers do; gives its key where it was taken. */
  async upload({ id }, name, content, field = 'file') {
    const form = new FormData();
    form.append(field, new Blob([content]), name);
    const answer = await this.send('POST', `documents/${id}/attachment-upload/`, { raw: form });
    const key = answer.status === 201 ? new URL(answer.json.file, this.url).searchParams.get('key') : null;
    return { ...answer, key };
  }

  async follow(start) {
    const visited = [];
    for (let next = start; next;) {
      const answer = await this.send('GET', next);
      visited.push({ address: next, ...answer });
      next = answer.headers.get('location');
    }
    return visited;
  }

  get = (path, options) => this.send('GET', path, options);
  post = (path, body, options) => this.send('POST', path, { body, ...options });
  patch = (path, body, options) => this.send('PATCH', path, { body, ...options });
  put = (path, body, options) => this.send('PUT', path, { body, ...options });
  delete = (path, options) => this.send('DELETE', path, options);
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
