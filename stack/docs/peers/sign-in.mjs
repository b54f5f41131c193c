// Signs a person in to Docs as a browser without a screen does: it follows redirects, keeps cookies by host, and fills
// in the one form with a password field that it is shown. It knows nothing of the identity provider behind.
import { JSDOM } from 'jsdom';

const STEPS = 30;

/** The cookies for Docs, as pairs. */
export async function signIn({ docs, login, password }) {
  const jar = new Map();
  let next = { url: new URL('/api/v1.0/authenticate/', docs) };
  for (let step = 0; step < STEPS && next; step += 1) {
    const answer = await visit(jar, next);
    const location = answer.headers.get('location');
    next = location ? { url: new URL(location, next.url) } : filledIn(await answer.text(), next.url, { login, password });
  }
  const cookies = [...(jar.get(new URL(docs).hostname) ?? [])];
  if (!cookies.some(([name]) => name === 'csrftoken')) throw new Error(`${login} was not signed in`);
  return cookies;
}

async function visit(jar, { url, form }) {
  const kept = jar.get(url.hostname) ?? new Map();
  jar.set(url.hostname, kept);
  const cookie = [...kept].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(url, { redirect: 'manual', headers: { cookie }, ...(form && { method: 'POST', body: form }) });
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
    kept.set(name, value);
  }
  return answer;
}

/** The visit that sends the page's form off, if it asks for a password. */
function filledIn(html, url, { login, password }) {
  const asked = new JSDOM(html, { url: url.href }).window.document.querySelector('form input[type=password]');
  if (!asked) return null;
  const typed = { password, text: login, email: login };
  const fields = [...asked.form.querySelectorAll('input[name]')].map(({ name, type, value }) => [name, typed[type] ?? value]);
  return { url: new URL(asked.form.action), form: new URLSearchParams(fields) };
}
