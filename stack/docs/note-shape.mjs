// How a note looks in an answer, per generation and route. Makes the object, decides nothing.
import { widestLink } from './abilities.mjs';
import { isoTime } from './clock.mjs';
import { depthOf } from './paths.mjs';

/** The note as this user is shown it. `parts` says what the route adds: content, favorite, parent, children. */
export function noteShape({ notes, contents, switches }, note, user, parts = {}) {
  const above = widestLink(notes.links(notes.ancestors(note)));
  const computed = widestLink(notes.links(notes.chain(note)));
  const accessesAbove = notes.chain(note).reduce((sum, one) => sum + one.accesses.length, 0);
  return {
    id: note.id,
    abilities: notes.abilities(note, user),
    ancestors_link_reach: above.reach,
    ancestors_link_role: above.role,
    computed_link_reach: computed.reach,
    computed_link_role: computed.role,
    ...(parts.content && switches.isA ? { content: contents.text(note) } : {}),
    created_at: isoTime(note.createdAt),
    creator: note.creator,
    deleted_at: isoTime(notes.deletedAt(note)),
    depth: depthOf(note.path),
    excerpt: null,
    ...(parts.favorite ? { is_favorite: Boolean(user) && note.favoredBy.includes(user.id) } : {}),
    link_role: note.linkRole,
    link_reach: note.linkReach,
    nb_accesses_ancestors: accessesAbove,
    nb_accesses_direct: note.accesses.length,
    numchild: notes.children(note).length,
    path: note.path,
    title: note.title,
    updated_at: isoTime(note.updatedAt),
    user_role: notes.role(note, user),
    ...(parts.children ? { children: parts.children } : {}),
  };
}
