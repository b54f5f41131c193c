// Requests for access to a note, by anyone who is signed in; owners and administrators accept or decline them.
// Of roots only. Sends no mail.
import crypto from 'node:crypto';
import { rank, ROLES } from './abilities.mjs';
import { empty, forbidden, invalid, json, notFound, Refusal } from './answers.mjs';
import { isoTime } from './clock.mjs';
import { paginate } from './listing.mjs';
import { depthOf } from './paths.mjs';
import { userShape } from './people.mjs';
import { normalId } from './rights.mjs';

const ASKABLE = ROLES.filter((role) => role !== 'owner');

const manages = ({ notes }, note, user) => rank(notes.role(note, user)) >= rank('administrator');

function openRoot({ notes }, { params }) {
  const note = notes.find(normalId(params.id) ?? '');
  if (!note || depthOf(note.path) > 1 || notes.deletedAt(note) !== null) throw new Refusal(json(404, { detail: 'Document not found.' }));
  return note;
}

const visibleTo = (stand, note, user) => note.requests.filter((request) => manages(stand, note, user) || request.user === user.id);

/** The roles that this user may give in answer to a request. */
function grantable({ notes }, note, user) {
  const role = notes.role(note, user);
  return rank(role) >= rank('administrator') ? ROLES.filter((one) => rank(one) <= rank(role)) : [];
}

function requestShape(stand, note, request, user) {
  const may = manages(stand, note, user);
  return {
    id: request.id,
    document: note.id,
    user: userShape(stand.people.find(request.user), stand.switches),
    role: request.role,
    created_at: isoTime(request.createdAt),
    abilities: { destroy: may, update: may, partial_update: may, retrieve: may, accept: may, set_role_to: grantable(stand, note, user) },
  };
}

export function requests(stand, exchange) {
  const { user } = exchange;
  const note = openRoot(stand, exchange);
  return paginate(exchange, stand.publicUrl, visibleTo(stand, note, user), (request) => requestShape(stand, note, request, user));
}

/** 4.4.0 lets the privileged ask too; later versions refuse them. */
export function ask(stand, exchange) {
  const { user, body } = exchange;
  const note = openRoot(stand, exchange);
  const { role = 'reader' } = body;
  if (!ASKABLE.includes(role)) throw invalid({ role: [`"${role}" is not a valid choice.`] });
  if (note.requests.some((request) => request.user === user.id)) throw invalid({ detail: 'You already ask to access to this document.' });
  if (!stand.switches.isA && manages(stand, note, user)) throw invalid({ detail: 'You already have privileged access to this document.' });
  note.requests.push({ id: crypto.randomUUID(), user: user.id, role, createdAt: stand.clock.micros() });
  stand.notes.save(note);
  return empty(201);
}

function openRequest(stand, exchange) {
  const { user, params } = exchange;
  const note = openRoot(stand, exchange);
  const request = visibleTo(stand, note, user).find(({ id }) => id === params.request);
  if (!request) throw notFound();
  if (!manages(stand, note, user)) throw forbidden();
  return { note, request };
}

/** The role of the answer takes the place of whatever the asker had, even of a higher one. */
export function accept(stand, exchange) {
  const { note, request } = openRequest(stand, exchange);
  const { role = request.role } = exchange.body;
  if (!ROLES.includes(role)) throw invalid({ role: [`"${role}" is not a valid choice.`] });
  if (!grantable(stand, note, exchange.user).includes(role)) throw invalid({ detail: 'You cannot accept a role higher than your own.' });
  const access = note.accesses.find(({ user }) => user === request.user);
  if (access) access.role = role;
  else stand.notes.addAccess(note, stand.people.find(request.user), role);
  drop(stand, note, request);
  return empty(204);
}

export function decline(stand, exchange) {
  const { note, request } = openRequest(stand, exchange);
  drop(stand, note, request);
  return empty(204);
}

function drop({ notes }, note, request) {
  note.requests = note.requests.filter((other) => other !== request);
  notes.save(note);
}
