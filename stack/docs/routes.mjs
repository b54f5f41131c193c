// The table of routes: which path and method is which function, who must be signed in, which budget it costs.
// Matches only; `http.mjs` does the rest.
import { notImitated } from './answers.mjs';
import { config } from './config.mjs';
import * as content from './content.mjs';
import * as listing from './listing.mjs';
import * as note from './note-routes.mjs';
import * as people from './people.mjs';
import { searchNotes } from './search.mjs';
import * as sharing from './sharing.mjs';
import * as signIn from './sign-in.mjs';

const BASE = '/api/v1.0/';

const refuse = () => { throw notImitated(); };

// Path, budget, methods, and where the route exists. A function in brackets needs a signed-in user.
const TABLE = [
  ['config/', 'config', { GET: config }],
  ['users/me/', null, { GET: [people.me] }],
  ['users/onboarding-done/', null, { POST: [people.onboardingDone] }, { from: '4.8.0' }],
  ['users/', 'users', { GET: [people.search] }],
  ['users/:id/', null, { PATCH: [people.changeMe], PUT: [people.changeMe] }],
  ['documents/', 'document', { GET: listing.list, POST: [note.create] }],
  ['documents/all/', 'document', { GET: listing.listAll }],
  ['documents/favorite_list/', 'document', { GET: [listing.favorites] }],
  ['documents/trashbin/', 'document', { GET: listing.trash }],
  ['documents/search/', 'document', { GET: searchNotes }],
  ['documents/:id/', 'document', { GET: note.retrieve, PATCH: note.update, PUT: note.update, DELETE: note.remove }],
  ['documents/:id/children/', 'document', { GET: listing.children, POST: [note.createChild] }],
  ['documents/:id/tree/', 'document', { GET: listing.tree }],
  ['documents/:id/can-edit/', 'document', { GET: note.canEdit }],
  ['documents/:id/content/', 'document', { GET: content.read, PATCH: content.write }, { generation: 'b' }],
  ['documents/:id/content/', 'document', { GET: refuse }, { generation: 'a' }],
  ['documents/:id/formatted-content/', 'document', { GET: refuse }, { generation: 'b' }],
  ['documents/:id/restore/', 'document', { POST: note.restore }],
  ['documents/:id/move/', 'document', { POST: note.move }],
  ['documents/:id/favorite/', 'document', { POST: [note.favor], DELETE: [note.unfavor] }],
  ['documents/:id/link-configuration/', 'document', { PUT: sharing.configureLink }],
  ['documents/:id/accesses/', 'access', { GET: sharing.accesses, POST: [sharing.addAccess] }],
  ['documents/:id/accesses/:access/', 'access', {
    GET: sharing.readAccess, PATCH: [sharing.changeAccess], PUT: [sharing.changeAccess], DELETE: [sharing.removeAccess],
  }],
  ['documents/:id/duplicate/', 'document', { POST: refuse }],
  ['documents/:id/versions/', 'document', { GET: refuse }],
  ['documents/:id/threads/', null, { GET: refuse, POST: refuse }],
  ['documents/:id/invitations/', null, { GET: refuse, POST: refuse }],
  ['documents/:id/ask-for-access/', null, { GET: refuse, POST: refuse }],
  ['documents/:id/attachment-upload/', 'document', { POST: refuse }],
].map(([path, scope, methods, only = {}]) => ({ path, pattern: patternOf(path), scope, methods, only }));

// Pages that browsers walk: no negotiation, no CSRF, no throttle.
const PAGES = new Map(Object.entries({
  'authenticate/': signIn.authenticate,
  'callback/': signIn.callback,
  'logout/': signIn.logout,
  'logout-callback/': signIn.logoutCallback,
}));

function patternOf(path) {
  return new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/.]+)')}$`);
}

/** What answers this path: `{ page }`, `{ route, params }`, or null. */
export function match(path, switches) {
  if (!path.startsWith(BASE)) return null;
  const rest = path.slice(BASE.length);
  if (PAGES.has(rest)) return { page: PAGES.get(rest) };
  for (const route of TABLE) {
    const found = route.pattern.exec(rest);
    if (found && exists(route, switches)) return { route, params: { ...found.groups } };
  }
  return null;
}

const exists = ({ only }, switches) => (!only.generation || only.generation === (switches.isA ? 'a' : 'b'))
  && (!only.from || switches.atLeast(only.from));

/** The function for the method and whether it wants a signed-in user, or null. */
export function actionOf({ methods }, method) {
  const action = methods[method === 'HEAD' ? 'GET' : method];
  if (!action) return null;
  return Array.isArray(action) ? { run: action[0], signedIn: true } : { run: action, signedIn: false };
}
