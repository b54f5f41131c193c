// Invitations to people whom Docs does not know yet: by e-mail, for seven days, an access from their first sign-in on.
// Sends no mail. Only those with a direct access of weight to this very note have a say; inherited ones have none.
import crypto from 'node:crypto';
import { rank, ROLES } from './abilities.mjs';
import { empty, forbidden, invalid, json, Refusal } from './answers.mjs';
import { isoTime } from './clock.mjs';
import { paginate } from './listing.mjs';
import { normalId } from './rights.mjs';

const VALID_MICROS = 7 * 24 * 3600 * 1_000_000;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

const directRole = (note, user) => note.accesses.find((access) => access.user === user.id)?.role ?? null;
const manages = (note, user) => rank(directRole(note, user)) >= rank('administrator');
const isExpired = ({ clock }, { createdAt }) => createdAt + VALID_MICROS < clock.micros();

function invitationShape(stand, note, invitation, user) {
  const may = manages(note, user);
  return {
    id: invitation.id,
    abilities: { destroy: may, update: may, partial_update: may, retrieve: may },
    created_at: isoTime(invitation.createdAt),
    email: invitation.email,
    document: note.id,
    role: invitation.role,
    issuer: invitation.issuer,
    is_expired: isExpired(stand, invitation),
  };
}

const findNote = ({ notes }, { params }) => notes.find(normalId(params.id) ?? '');

/** Newest first; nothing at all for everyone without a say. */
export function invitations(stand, exchange) {
  const { user } = exchange;
  const note = findNote(stand, exchange);
  const seen = note && manages(note, user) ? [...note.invitations].reverse() : [];
  return paginate(exchange, stand.publicUrl, seen, (invitation) => invitationShape(stand, note, invitation, user));
}

export function invite(stand, exchange) {
  const { user } = exchange;
  const note = findNote(stand, exchange);
  if (!note || !manages(note, user)) throw forbidden();
  const email = readEmail(stand, exchange, note);
  const role = readRole(exchange, note, 'reader');
  const invitation = { id: crypto.randomUUID(), email, role, issuer: user.id, createdAt: stand.clock.micros() };
  note.invitations.push(invitation);
  stand.notes.save(note);
  return json(201, invitationShape(stand, note, invitation, user));
}

function readEmail({ people }, { body }, note) {
  if (body.email === undefined) throw invalid({ email: ['This field is required.'] });
  const email = String(body.email).trim().toLowerCase();
  if (!EMAIL.test(email)) throw invalid({ email: ['Enter a valid email address.'] });
  if (people.all().some((user) => user.email === email)) throw invalid({ email: ['This email is already associated to a registered user.'] });
  if (note.invitations.some((other) => other.email === email)) {
    throw invalid({ __all__: ['Document invitation with this Email address and Document already exists.'] });
  }
  return email;
}

function readRole({ body, user }, note, usual) {
  const { role = usual } = body;
  if (!ROLES.includes(role)) throw invalid({ role: [`"${role}" is not a valid choice.`] });
  if (role === 'owner' && directRole(note, user) !== 'owner') throw invalid({ role: ['Only owners of a document can invite other users as owners.'] });
  return role;
}

function openInvitation(stand, exchange) {
  const note = findNote(stand, exchange);
  const invitation = note?.invitations.find(({ id }) => id === exchange.params.invitation);
  if (!invitation) throw new Refusal(json(404, { detail: 'No Invitation matches the given query.' }));
  if (!manages(note, exchange.user)) throw forbidden();
  return { note, invitation };
}

export function readInvitation(stand, exchange) {
  const { note, invitation } = openInvitation(stand, exchange);
  return json(200, invitationShape(stand, note, invitation, exchange.user));
}

export function changeInvitation(stand, exchange) {
  const { note, invitation } = openInvitation(stand, exchange);
  invitation.role = readRole(exchange, note, invitation.role);
  stand.notes.save(note);
  return json(200, invitationShape(stand, note, invitation, exchange.user));
}

export function withdrawInvitation(stand, exchange) {
  const { note, invitation } = openInvitation(stand, exchange);
  note.invitations = note.invitations.filter((other) => other !== invitation);
  stand.notes.save(note);
  return empty(204);
}

/** A user has come into being: what they were invited to and has not expired is theirs. */
export function acceptInvitations(stand, user) {
  const { notes } = stand;
  for (const note of notes.all()) {
    const mine = note.invitations.find((invitation) => invitation.email === user.email && !isExpired(stand, invitation));
    if (!mine) continue;
    note.invitations = note.invitations.filter((other) => other !== mine);
    notes.addAccess(note, user, mine.role);
  }
}
