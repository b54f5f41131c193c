// The one door from a request to a note: finds it, and refuses as the real server refuses.
import { forbidden, noNote, notFound, unauthorized } from './answers.mjs';

const UUID = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;

/** Lower case with hyphens, or null when it is no UUID. */
export function normalId(text) {
  if (!UUID.test(text)) return null;
  const digits = text.replaceAll('-', '').toLowerCase();
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
}

/** The note of the request, if this ability of the user's allows it. */
export function openNote({ notes, switches }, { params, user }, ability) {
  const id = normalId(params.id);
  const note = id && notes.find(id);
  if (!note) throw noNote();
  const abilities = notes.abilities(note, user);
  const hidden = notes.deletedAt(note) !== null && (notes.role(note, user) !== 'owner' || notes.isGone(note));
  if (hidden) throw notFound();
  if (!abilities[ability]) throw user ? forbidden() : unauthorized(switches);
  return note;
}
