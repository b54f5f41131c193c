// Copies of notes: the text and the right to its files, on demand with accesses and with the notes below.
// Comments, versions, requests and invitations stay behind. What was never saved cannot be copied: that is a 500.
import { rank } from './abilities.mjs';
import { crashed, invalid, json } from './answers.mjs';
import { keysIn } from './attachments.mjs';
import { readFlag } from './note-routes.mjs';
import { depthOf } from './paths.mjs';
import { openNote } from './rights.mjs';

export function duplicate(stand, exchange) {
  const { notes, contents } = stand;
  const { user, body } = exchange;
  const note = openNote(stand, exchange, 'duplicate');
  const errors = {};
  const [withAccesses, withDescendants] = ['with_accesses', 'with_descendants'].map((name) => readFlag(body, name, errors));
  if (Object.keys(errors).length) throw invalid(errors);
  const below = withDescendants ? notes.descendants(note).filter((one) => notes.deletedAt(one) === null) : [];
  if ([note, ...below].some((one) => contents.text(one) === null)) throw crashed();
  const job = { user, withAccesses, withDescendants, manages: rank(notes.role(note, user)) >= rank('administrator') };
  const copy = copyBeside(stand, note, job);
  if (withDescendants) copyChildren(stand, note, copy, job);
  return json(201, { id: copy.id });
}

// To the right of the note; a sub-note that the user cannot write under becomes a root of their own.
function copyBeside(stand, note, job) {
  const { notes } = stand;
  const isRoot = depthOf(note.path) === 1;
  const beside = isRoot || rank(notes.role(note, job.user)) >= rank('editor');
  const copy = copyOf(stand, note, isRoot || !beside ? null : notes.parent(note), job);
  if (beside) notes.move(copy, note, 'right');
  if (isRoot) copyAccesses(stand, note, copy, job);
  return copy;
}

function copyChildren(stand, note, copy, job) {
  for (const child of stand.notes.children(note)) {
    const below = copyOf(stand, child, copy, job);
    copyAccesses(stand, child, below, job);
    copyChildren(stand, child, below, job);
  }
}

function copyOf({ notes, contents }, note, parent, { user, withAccesses }) {
  const text = contents.text(note);
  const copy = notes.create({ title: `Copy of ${note.title ?? 'None'}`, creator: user, parent });
  contents.store(copy, text);
  copy.attachments = keysIn(text).filter((key) => note.attachments.includes(key));
  if (withAccesses) Object.assign(copy, { linkReach: note.linkReach, linkRole: note.linkRole });
  notes.save(copy);
  return copy;
}

// Whoever copies owns the copy already, if it is a root.
function copyAccesses({ notes, people }, note, copy, { user, withAccesses, manages }) {
  if (!withAccesses || !manages) return;
  const others = note.accesses.filter((access) => access.user !== user.id || depthOf(copy.path) > 1);
  for (const access of others) notes.addAccess(copy, people.find(access.user), access.role);
}
