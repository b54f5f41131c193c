// Who else may open a note: its link and its accesses, and the resets of live connections that a change fires.
// Invitations and requests for access have files of their own.
import { REACHES, LINK_ROLES, ROLES, linkOptions, rank, widestLink } from './abilities.mjs';
import { empty, forbidden, invalid, json, notFound } from './answers.mjs';
import { depthOf } from './paths.mjs';
import { userShape } from './people.mjs';
import { openNote } from './rights.mjs';

export function configureLink(stand, exchange) {
  const note = openNote(stand, exchange, 'link_configuration');
  const { link_reach: reach = note.linkReach, link_role: role } = exchange.body;
  const options = linkOptions(widestLink(stand.notes.links(stand.notes.ancestors(note))));
  if (!REACHES.includes(reach)) throw invalid({ link_reach: [`"${reach}" is not a valid choice.`] });
  if (role !== undefined && role !== null && !LINK_ROLES.includes(role)) throw invalid({ link_role: [`"${role}" is not a valid choice.`] });
  if (!(reach in options)) throw invalid({ link_reach: [`Link reach '${reach}' is not allowed based on parent document configuration.`] });
  if (reach === 'restricted' && role) throw invalid({ link_role: ["Cannot set link_role when link_reach is 'restricted'. Link role must be null for restricted reach."] });
  if (reach !== 'restricted' && !options[reach].includes(role)) {
    throw invalid({ link_role: [`Link role '${role ?? 'None'}' is not allowed for link reach '${reach}'. Allowed roles: ${options[reach].join(', ')}`] });
  }
  setLink(stand, note, { reach, role: role ?? note.linkRole });
  return json(200, { link_role: note.linkRole, link_reach: note.linkReach });
}

/** Changes the link and resets every connection to the note; from 5.4.1 also to the notes below it. */
export function setLink(stand, note, { reach, role }) {
  note.linkReach = reach;
  note.linkRole = role;
  stand.notes.bump(note);
  for (const one of affected(stand, note)) stand.rooms.reset(one.id);
}

/** Gives, changes or (with `null`) takes away the user's own access, and resets their connections. */
export function setAccess(stand, note, user, role) {
  const { notes } = stand;
  let access = note.accesses.find((one) => one.user === user.id) ?? null;
  if (!access) access = role ? notes.addAccess(note, user, role) : null;
  else if (role) access.role = role;
  else notes.removeAccess(note, access);
  notes.save(note);
  for (const one of affected(stand, note)) stand.rooms.resetUser(one.id, user.id);
  return access;
}

const affected = ({ notes, switches }, note) => (switches.atLeast('5.4.1') ? [note, ...notes.descendants(note)] : [note]);

export function accesses(stand, exchange) {
  const { notes } = stand;
  const note = openNote(stand, exchange, 'retrieve');
  const role = notes.role(note, exchange.user);
  if (!role) return json(200, []);
  const managing = rank(role) >= rank('administrator');
  const all = notes.chain(note).flatMap((holder) => holder.accesses.map((access) => ({ holder, access })));
  const seen = managing ? all : all.filter(({ access }) => rank(access.role) >= rank('administrator'));
  return json(200, seen.map(({ holder, access }) => accessShape(stand, exchange, { note, holder, access })));
}

export function addAccess(stand, exchange) {
  const { people, notes } = stand;
  const note = openNote(stand, exchange, 'accesses_manage');
  const { user_id: wanted, role } = exchange.body;
  checkRole(stand, exchange, note, role);
  const user = people.find(wanted);
  if (!user) throw invalid({ user_id: [`Invalid pk "${wanted}" - object does not exist.`] });
  if (notes.chain(note).some((one) => one.accesses.some((access) => access.user === user.id))) {
    throw invalid({ __all__: ['This user is already in this document.'] });
  }
  const access = setAccess(stand, note, user, role);
  return json(201, accessShape(stand, exchange, { note, holder: note, access }));
}

export function readAccess(stand, exchange) {
  const found = openAccess(stand, exchange, 'accesses_view');
  return json(200, accessShape(stand, exchange, { ...found, holder: found.note }));
}

export function changeAccess(stand, exchange) {
  const found = openAccess(stand, exchange, 'accesses_manage');
  const { role } = exchange.body;
  checkRole(stand, exchange, found.note, role);
  if (role !== 'owner') protectLastOwner(found);
  setAccess(stand, found.note, stand.people.find(found.access.user), role);
  return json(200, accessShape(stand, exchange, { ...found, holder: found.note }));
}

export function removeAccess(stand, exchange) {
  const found = openAccess(stand, exchange, 'retrieve');
  const { access, note } = found;
  const own = access.user === exchange.user?.id;
  if (!own && !stand.notes.abilities(note, exchange.user).accesses_manage) throw forbidden();
  protectLastOwner(found);
  setAccess(stand, note, stand.people.find(access.user), null);
  return empty(204);
}

function openAccess(stand, exchange, ability) {
  const note = openNote(stand, exchange, ability);
  const access = note.accesses.find((one) => one.id === exchange.params.access);
  if (!access) throw notFound();
  return { note, access };
}

function checkRole({ notes }, { user }, note, role) {
  if (!ROLES.includes(role)) throw invalid({ role: [role === undefined ? 'This field is required.' : `"${role}" is not a valid choice.`] });
  if (role === 'owner' && notes.role(note, user) !== 'owner') throw forbidden();
}

function protectLastOwner({ note, access }) {
  const owners = note.accesses.filter((one) => one.role === 'owner');
  if (depthOf(note.path) === 1 && access.role === 'owner' && owners.length === 1) throw forbidden();
}

function accessShape({ notes, people, switches }, { user }, { note, holder, access }) {
  const own = notes.role(note, user);
  const managing = rank(own) >= rank('administrator') && holder === note;
  const person = people.find(access.user);
  const allowed = ROLES.filter((role) => role !== 'owner' || own === 'owner');
  const full = userShape(person, switches);
  const above = notes.ancestors(note).flatMap((one) => one.accesses).filter((one) => one.user === access.user).map((one) => one.role);
  const highestAbove = above.sort((a, b) => rank(b) - rank(a))[0] ?? null;
  return {
    id: access.id,
    document: { id: holder.id, path: holder.path, depth: depthOf(holder.path) },
    user: rank(own) >= rank('administrator') ? full : { full_name: full.full_name, short_name: full.short_name },
    team: '',
    role: access.role,
    abilities: { destroy: managing, update: managing, partial_update: managing, retrieve: true, set_role_to: managing ? allowed : [] },
    max_ancestors_role: highestAbove,
    max_role: rank(highestAbove) > rank(access.role) ? highestAbove : access.role,
  };
}
