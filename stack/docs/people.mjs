// The users of Docs: found by `sub`, then by e-mail, made at the first sign-in unless that is switched off.
// Also the routes about users. Knows no notes but through `notes.peopleAround`.
import crypto from 'node:crypto';
import { forbidden, invalid, json, notFound } from './answers.mjs';

const LANGUAGES = ['en-us', 'fr-fr', 'de-de', 'nl-nl', 'es-es'];
const MOST_FOUND = 5;
const NEAR = 3;

export class People {
  #store;
  #switches;
  #onNew;

  /** `onNew` is told of every user that is made. */
  constructor({ store, switches, onNew }) {
    this.#store = store;
    this.#switches = switches;
    this.#onNew = onNew;
  }

  find(id) {
    return this.#store.all('users').get(id) ?? null;
  }

  all() {
    return [...this.#store.all('users').values()];
  }

  /** By id, e-mail or `sub`: for the control routes. */
  named(name) {
    return this.all().find((user) => [user.id, user.email, user.sub].includes(name)) ?? null;
  }

  /** The user whom these claims describe, made if allowed; null when refused. */
  fromClaims(claims) {
    if (!claims.sub) return null;
    const users = this.all();
    const email = claims.email?.toLowerCase() ?? null;
    const known = users.find((user) => user.sub === claims.sub) ?? users.find((user) => email !== null && user.email === email);
    if (!known && !this.#switches.of('createUsers')) return null;
    const user = known ?? { id: crypto.randomUUID(), language: null, firstConnection: true, email: null, fullName: null, shortName: null };
    this.#keep(user, { sub: claims.sub, email: email ?? user.email, ...namesOf(claims, user) });
    if (!known) this.#onNew(user);
    return user;
  }

  /** A user made before the first sign-in, as an operator would. */
  provision({ sub, email, fullName, shortName }) {
    const user = { id: crypto.randomUUID(), language: null, firstConnection: true };
    this.#keep(user, { sub: sub ?? null, email: email.toLowerCase(), fullName: fullName ?? null, shortName: shortName ?? null });
    this.#onNew(user);
    return user;
  }

  change(user, changed) {
    return this.#keep(user, changed);
  }

  #keep(user, changed) {
    const changes = Object.entries(changed).some(([name, value]) => user[name] !== value);
    Object.assign(user, changed);
    if (changes) this.#store.put('users', user);
    return user;
  }
}

function namesOf(claims, user) {
  const last = claims.usual_name ?? claims.family_name;
  const full = claims.given_name && last ? `${claims.given_name} ${last}` : claims.name;
  return { fullName: full ?? user.fullName, shortName: claims.given_name ?? user.shortName };
}

/** What people without a say are shown of each other. */
export const nameShape = (user) => (user ? { full_name: user.fullName, short_name: user.shortName } : null);

export const userShape = (user, { isA }) => ({
  id: user.id, email: user.email, full_name: user.fullName, short_name: user.shortName, language: user.language,
  ...(isA ? {} : { is_first_connection: user.firstConnection }),
});

export const me = ({ switches }, { user }) => json(200, userShape(user, switches));

export function changeMe({ people, switches }, { user, params, body }) {
  if (params.id !== user.id) throw people.find(params.id) ? forbidden() : notFound();
  if ('language' in body) {
    const { language } = body;
    if (language !== null && !LANGUAGES.includes(language)) throw invalid({ language: [`"${language}" is not a valid choice.`] });
    people.change(user, { language });
  }
  return json(200, userShape(user, switches));
}

export function onboardingDone({ people }, { user }) {
  people.change(user, { firstConnection: false });
  return json(200, { detail: 'Onboarding marked as completed.' });
}

export function search({ people, notes, switches }, { user, query }) {
  const wanted = query.get('q');
  if (!wanted) return json(200, []);
  const least = switches.atLeast('4.6.0') ? 3 : 5;
  if (wanted.length < least) throw invalid({ q: [`Ensure this value has at least ${least} characters (it has ${wanted.length}).`] });
  const members = notes.membersOf(query.get('document_id'));
  const candidates = people.all().filter((other) => !members.has(other.id));
  const found = wanted.includes('@') ? nearAddresses(candidates, wanted) : similarNames(candidates, wanted, { user, around: notes.peopleAround(user) });
  return json(200, found.slice(0, MOST_FOUND).map((other) => userShape(other, switches)));
}

const nearAddresses = (users, wanted) => users
  .filter((user) => user.email)
  .map((user) => ({ user, distance: editDistance(user.email, wanted.toLowerCase()) }))
  .filter(({ distance }) => distance <= NEAR)
  .sort((a, b) => a.distance - b.distance)
  .map(({ user }) => user);

const domainOf = (email) => email?.split('@')[1];

function similarNames(users, wanted, { user, around }) {
  const text = plain(wanted);
  return users
    .filter((other) => around.has(other.id) || (domainOf(user.email) && domainOf(other.email) === domainOf(user.email)))
    .filter((other) => [other.fullName, other.email].some((value) => value && plain(value).includes(text)))
    .sort((a, b) => plain(a.fullName ?? '').localeCompare(plain(b.fullName ?? '')));
}

/** Without case and accents. */
export const plain = (text) => text.normalize('NFD').replace(/\p{Mn}/gu, '').toLowerCase();

export function editDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
}
