// The table of routes: which path and method is which function, who must be signed in, which budget it costs.
// Matches only; `http.mjs` does the rest.
import { notImitated } from './answers.mjs';
import * as attachments from './attachments.mjs';
import { config } from './config.mjs';
import * as content from './content.mjs';
import { duplicate } from './duplicate.mjs';
import * as invitations from './invitations.mjs';
import * as leaving from './leaving.mjs';
import * as listing from './listing.mjs';
import * as note from './note-routes.mjs';
import * as people from './people.mjs';
import { react, unreact } from './reactions.mjs';
import * as requests from './requests.mjs';
import { searchNotes } from './search.mjs';
import * as sharing from './sharing.mjs';
import * as signIn from './sign-in.mjs';
import * as threads from './threads.mjs';
import * as versions from './versions.mjs';

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
  ['documents/:id/duplicate/', 'document', { POST: [duplicate] }],
  ['documents/:id/leave/', 'document', { POST: leaving.leave }, { from: '5.2.0' }],
  ['documents/:id/mask/', 'document', { POST: [leaving.mask], DELETE: [leaving.unmask] }, { until: '5.2.0' }],
  ['documents/:id/versions/', 'document', { GET: versions.versions }],
  ['documents/:id/versions/:version/', 'document', { GET: versions.readVersion, DELETE: versions.removeVersion }],
  ['documents/:id/attachment-upload/', 'document', { POST: attachments.upload }],
  ['documents/:id/media-check/', 'document', { GET: attachments.mediaCheck }],
  ['documents/:id/invitations/', 'invitation', { GET: [invitations.invitations], POST: [invitations.invite] }],
  ['documents/:id/invitations/:invitation/', 'invitation', {
    GET: [invitations.readInvitation], PATCH: [invitations.changeInvitation], PUT: [invitations.changeInvitation], DELETE: [invitations.withdrawInvitation],
  }],
  ['documents/:id/ask-for-access/', 'askForAccess', { GET: [requests.requests], POST: [requests.ask] }],
  ['documents/:id/ask-for-access/:request/', 'askForAccess', { DELETE: [requests.decline] }],
  ['documents/:id/ask-for-access/:request/accept/', 'askForAccess', { POST: [requests.accept] }],
  ['documents/:id/threads/', null, { GET: threads.threads, POST: threads.addThread }],
  ['documents/:id/threads/:thread/', null, { GET: threads.readThread, DELETE: threads.removeThread }],
  ['documents/:id/threads/:thread/resolve/', null, { POST: threads.resolve }],
  ['documents/:id/threads/:thread/unresolve/', null, { POST: threads.unresolve }, { from: '5.2.0' }],
  ['documents/:id/threads/:thread/comments/', null, { GET: threads.comments, POST: threads.addComment }],
  ['documents/:id/threads/:thread/comments/:comment/', null, {
    GET: threads.readComment, PATCH: threads.changeComment, PUT: threads.changeComment, DELETE: threads.removeComment,
  }],
  ['documents/:id/threads/:thread/comments/:comment/reactions/', null, { POST: [react], DELETE: [unreact] }],
].map(([path, scope, methods, only = {}]) => ({ path, pattern: patternOf(path), scope, methods, only }));

// Files of notes, at the site itself: any `Accept`, counted like a call.
const MEDIA = { route: { scope: 'document', methods: { GET: attachments.media }, isFile: true } };

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
  if (path.startsWith('/media/')) return { ...MEDIA, params: { id: path.split('/')[2] } };
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
  && (!only.from || switches.atLeast(only.from)) && (!only.until || !switches.atLeast(only.until));

/** The function for the method and whether it wants a signed-in user, or null. */
export function actionOf({ methods }, method) {
  const action = methods[method === 'HEAD' ? 'GET' : method];
  if (!action) return null;
  return Array.isArray(action) ? { run: action[0], signedIn: true } : { run: action, signedIn: false };
}
