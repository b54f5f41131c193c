// Getting rid of notes of others: leaving them (from 5.2), or hiding them from one's list (before).
import { empty, invalid, json } from './answers.mjs';
import { openNote } from './rights.mjs';
import { setAccess } from './sharing.mjs';

/** Drops the user's own accesses and visits, of the note and of all below it. */
export function leave(stand, exchange) {
  const { notes } = stand;
  const { user } = exchange;
  const note = openNote(stand, exchange, 'leave');
  for (const one of [note, ...notes.descendants(note)]) {
    one.visitors = one.visitors.filter((id) => id !== user.id);
    if (one.accesses.some((access) => access.user === user.id)) setAccess(stand, one, user, null);
    notes.save(one);
  }
  return empty(204);
}

export function mask(stand, exchange) {
  const note = openVisited(stand, exchange);
  if (note.maskedBy.includes(exchange.user.id)) return json(200, { detail: 'Document was already masked' });
  note.maskedBy.push(exchange.user.id);
  stand.notes.save(note);
  return json(201, { detail: 'Document was masked' });
}

export function unmask(stand, exchange) {
  const note = openVisited(stand, exchange);
  if (!note.maskedBy.includes(exchange.user.id)) return json(200, { detail: 'Document was already not masked' });
  note.maskedBy = note.maskedBy.filter((id) => id !== exchange.user.id);
  stand.notes.save(note);
  return empty(204);
}

function openVisited(stand, exchange) {
  const note = openNote(stand, exchange, 'mask');
  if (!note.visitors.includes(exchange.user.id)) throw invalid({ detail: 'User never accessed this document before.' });
  return note;
}
