// The routes of single notes: create, read, rename, delete, restore, move, favourite.
// Content, sharing and lists have files of their own.
import { crashed, forbidden, invalid, json, empty, notImitated } from './answers.mjs';
import { rank } from './abilities.mjs';
import { checkContent, readBase64 } from './content.mjs';
import { Upload } from './multipart.mjs';
import { noteShape } from './note-shape.mjs';
import { VisitRace } from './notes.mjs';
import { isBelow, parentOf } from './paths.mjs';
import { normalId, openNote } from './rights.mjs';

const LONGEST_TITLE = 255;
const POSITIONS = ['first-child', 'last-child', 'first-sibling', 'last-sibling', 'left', 'right'];

/** The title of a body as it is stored; fills `errors` when it cannot be. */
function readTitle(body, errors) {
  const { title } = body;
  if (title === null || title === undefined) return null;
  if (!['string', 'number'].includes(typeof title)) errors.title = ['Not a valid string.'];
  const text = String(title).trim();
  if ([...text].length > LONGEST_TITLE) errors.title = [`Ensure this field has no more than ${LONGEST_TITLE} characters.`];
  return text;
}

function readId({ notes, switches }, body, errors) {
  if (body.id === null || body.id === undefined) return null;
  const id = typeof body.id === 'string' ? normalId(body.id) : null;
  if (!id) errors.id = ['Must be a valid UUID.'];
  else if (switches.atLeast('5.2.0') && !'1345'.includes(id[14])) errors.id = ['The provided ID is not a valid UUID.'];
  else if (notes.find(id)) errors.id = ['A document with this ID already exists. You cannot override it.'];
  return id;
}

function refuseIf(errors) {
  if (Object.keys(errors).length) throw invalid(errors);
}

function createWith(stand, { user, body }, parent) {
  const { notes, switches } = stand;
  if (body.file instanceof Upload && switches.atLeast('4.5.0')) throw notImitated(); // before, an import was an empty note
  const errors = {};
  const wanted = { id: readId(stand, body, errors), title: readTitle(body, errors), creator: user, parent };
  const content = switches.isA && body.content ? readBase64(body.content, errors) : null; // B drops it without a word
  refuseIf(errors);
  if (content && !checkContent(content)) throw crashed();
  const note = notes.create(wanted);
  if (content) keepContent(stand, note, body.content, user);
  notes.save(note);
  return json(201, noteShape(stand, note, user, { content: true }));
}

function keepContent({ contents, attachments }, note, content, user) {
  contents.store(note, content);
  attachments.pickUp(note, content, user);
}

export const create = (stand, exchange) => createWith(stand, exchange, null);

export const createChild = (stand, exchange) => createWith(stand, exchange, openNote(stand, exchange, 'children_create'));

export async function retrieve(stand, exchange) {
  const note = openNote(stand, exchange, 'retrieve');
  const shape = noteShape(stand, note, exchange.user, { content: true, favorite: true });
  await stand.notes.visit(note, exchange.user).catch((error) => {
    if (!(error instanceof VisitRace)) throw error;
    throw invalid({ __all__: ['A link trace already exists for this document/user.'] });
  });
  return json(200, shape);
}

/** PATCH and PUT: rename, and on A the content. */
export function update(stand, exchange) {
  const { notes, lock, switches } = stand;
  const { body, user } = exchange;
  const note = openNote(stand, exchange, 'update');
  const errors = {};
  const title = readTitle(body, errors);
  const content = switches.isA && body.content ? readBase64(body.content, errors) : null;
  const websocket = readFlag(body, 'websocket', errors);
  refuseIf(errors);
  lock.demand(note, exchange.session, websocket);
  if (content && !checkContent(content)) throw crashed();
  if (content) keepContent(stand, note, body.content, user);
  if ('title' in body) note.title = title;
  if (content || 'title' in body) notes.bump(note);
  return json(200, noteShape(stand, note, user, { content: true, favorite: true }));
}

export function readFlag(body, name, errors) {
  const value = body[name] ?? false;
  const known = new Map([[true, true], ['true', true], [1, true], [false, false], ['false', false], [0, false]]);
  if (!known.has(value)) errors[name] = ['Must be a valid boolean.'];
  return known.get(value) ?? false;
}

export function remove(stand, exchange) {
  stand.notes.remove(openNote(stand, exchange, 'destroy'));
  return empty(204);
}

export function canEdit(stand, exchange) {
  const note = openNote(stand, exchange, 'can_edit');
  return json(200, { can_edit: stand.lock.allows(note, exchange.session) });
}

export function restore(stand, exchange) {
  const { notes, switches } = stand;
  const note = openNote(stand, exchange, 'restore');
  if (note.deletedAt === null || !notes.isInTrash(note)) throw switches.isA ? crashed() : forbidden();
  notes.restore(note);
  return json(200, { detail: 'Document has been successfully restored.' });
}

export function move(stand, exchange) {
  const { notes, switches } = stand;
  const note = openNote(stand, exchange, 'move');
  const { body, user } = exchange;
  const errors = {};
  const position = body.position ?? 'last-child';
  if (!POSITIONS.includes(position)) errors.position = [`"${position}" is not a valid choice.`];
  const targetId = readTarget(body, errors);
  refuseIf(errors);
  const target = notes.find(targetId);
  if (!target || notes.deletedAt(target) !== null) throw invalid({ target_document_id: 'Target parent document does not exist.' });
  checkTarget({ notes, user, target, position });
  if (target === note || isBelow(target.path, note.path)) {
    throw switches.isA ? crashed() : invalid({ target_document_id: 'Cannot move a document to its own descendant.' });
  }
  notes.move(note, target, position);
  return json(200, { message: 'Document moved successfully.' });
}

function readTarget(body, errors) {
  if (body.target_document_id === undefined) errors.target_document_id = ['This field is required.'];
  else if (!normalId(String(body.target_document_id))) errors.target_document_id = ['Must be a valid UUID.'];
  return normalId(String(body.target_document_id));
}

function checkTarget({ notes, user, target, position }) {
  const asChild = position.endsWith('-child');
  const parent = asChild ? target : notes.parent(target);
  if (asChild || parentOf(target.path) !== '') {
    const allowed = rank(notes.role(parent, user)) >= rank('administrator');
    const how = asChild ? 'as a child to this target document' : 'as a sibling of this target document';
    if (!allowed) throw invalid({ target_document_id: `You do not have permission to move documents ${how}.` });
  }
}

export function favor(stand, exchange) {
  const note = openNote(stand, exchange, 'favorite');
  if (note.favoredBy.includes(exchange.user.id)) return json(200, { detail: 'Document already marked as favorite' });
  note.favoredBy.push(exchange.user.id);
  stand.notes.save(note);
  return json(201, { detail: 'Document marked as favorite' });
}

export function unfavor(stand, exchange) {
  const note = openNote(stand, exchange, 'favorite');
  const favored = note.favoredBy.includes(exchange.user.id);
  note.favoredBy = note.favoredBy.filter((user) => user !== exchange.user.id);
  stand.notes.save(note);
  return json(204, { detail: favored ? 'Document unmarked as favorite' : 'Document was already not marked as favorite' });
}
