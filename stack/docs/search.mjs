// The search over notes: titles only, like a Docs without an indexer. Before 4.8.3 it answers the 401 that is none.
import { invalid, json } from './answers.mjs';
import { paginate } from './listing.mjs';
import { noteShape } from './note-shape.mjs';
import { isBelow } from './paths.mjs';
import { plain } from './people.mjs';
import { openNote } from './rights.mjs';

export async function searchNotes(stand, exchange) {
  const { notes, switches, publicUrl } = stand;
  const { user, query } = exchange;
  if (user && !switches.atLeast('4.8.3')) return trap(stand);
  if (query.get('q') === null) throw invalid({ q: ['This field is required.'] });
  if (!user) return paginate(exchange, publicUrl, [], () => null);
  const under = query.get('document') ? openNote(stand, { params: { id: query.get('document') }, user }, 'search') : null;
  const mine = notes.mine(user);
  const words = plain(query.get('q'));
  const found = notes.all()
    .filter((note) => notes.deletedAt(note) === null && mine.some((other) => other === note || isBelow(note.path, other.path)))
    .filter((note) => !under || note === under || isBelow(note.path, under.path))
    .filter((note) => plain(note.title ?? '').includes(words))
    .sort((a, b) => b.updatedAt - a.updatedAt);
  return paginate(exchange, publicUrl, found, (note) => shapeWithParent(stand, note, user));
}

// Docs below 4.8.3 wants stored tokens of the provider, has none, and calls that an expired session.
async function trap({ identity, publicUrl }) {
  const refresh = await identity.signInUrl({ state: 'search', nonce: 'search', redirectUri: `${publicUrl}/api/v1.0/callback/`, extra: {} });
  return json(401, { error: 'the authentication session has expired', refresh_url: refresh });
}

function shapeWithParent(stand, note, user) {
  const top = stand.notes.ancestors(note)[0];
  const shape = noteShape(stand, note, user, { favorite: true });
  if (!stand.switches.isA) shape.parent = top ? noteShape(stand, top, user, { favorite: true }) : null;
  return shape;
}
