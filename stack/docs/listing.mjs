// Lists of notes: which notes, filtered how, in which order, in which pages. Reads only.
import { json, notFound, Refusal } from './answers.mjs';
import { openNote } from './rights.mjs';
import { noteShape } from './note-shape.mjs';
import { byPath, isBelow } from './paths.mjs';
import { plain } from './people.mjs';

const PAGE = 20;
const LARGEST_PAGE = 200;
const ORDERS = { created_at: 'createdAt', updated_at: 'updatedAt', title: 'title', deleted_at: 'deletedAt' };
const WANTED_ORDERS = ['created_at', 'updated_at', 'title'];

/** Cuts the page that the query asks for; 404 beyond the end. */
export function paginate(exchange, publicUrl, all, shape) {
  const { query, path } = exchange;
  const wantedSize = Number(query.get('page_size'));
  const size = Number.isInteger(wantedSize) && wantedSize > 0 ? Math.min(wantedSize, LARGEST_PAGE) : PAGE;
  const pages = Math.max(1, Math.ceil(all.length / size));
  const page = pageNumber(query.get('page') ?? '1', pages);
  const link = (number) => pageLink(`${publicUrl}${path}`, query, number);
  return json(200, {
    count: all.length,
    next: page < pages ? link(page + 1) : null,
    previous: page > 1 ? link(page - 1) : null,
    results: all.slice((page - 1) * size, page * size).map(shape),
  });
}

function pageNumber(wanted, pages) {
  const page = wanted === 'last' ? pages : Number(wanted);
  if (/^(last|\d+)$/.test(wanted) && page >= 1 && page <= pages) return page;
  throw new Refusal(json(404, { detail: 'Invalid page.' }));
}

function pageLink(address, query, number) {
  const wanted = new URLSearchParams(query);
  if (number === 1) wanted.delete('page');
  else wanted.set('page', String(number));
  wanted.sort();
  const text = wanted.toString();
  return text ? `${address}?${text}` : address;
}

const truth = (value) => ({ true: true, 1: true, false: false, 0: false })[value?.toLowerCase()];

function filtered(all, { query, user }, switches) {
  const [byMe, favorite] = ['is_creator_me', 'is_favorite'].map((name) => truth(query.get(name)));
  const masked = switches.atLeast('5.2.0') ? undefined : truth(query.get('is_masked'));
  const words = [query.get('title'), switches.isA ? null : query.get('q')].filter(Boolean).map(plain);
  return all
    .filter((note) => byMe === undefined || (note.creator === user.id) === byMe)
    .filter((note) => favorite === undefined || note.favoredBy.includes(user.id) === favorite)
    .filter((note) => masked === undefined || note.maskedBy.includes(user?.id) === masked)
    .filter((note) => words.every((word) => plain(note.title ?? '').includes(word)));
}

function ordered(all, wanted, allowed, usual) {
  const given = (wanted ?? '').split(',').filter((term) => allowed.includes(term.replace(/^-/, '')));
  const terms = (given.length ? given : [usual]).map((term) => ({ key: ORDERS[term.replace(/^-/, '')], sign: term.startsWith('-') ? -1 : 1 }));
  const compare = (a, b) => {
    for (const { key, sign } of terms) {
      const [left, right] = [a[key] ?? '', b[key] ?? ''];
      if (left !== right) return left < right ? -sign : sign;
    }
    return byPath(a, b);
  };
  return [...all].sort(compare);
}

function answer(stand, exchange, all) {
  const { user, query } = exchange;
  const chosen = ordered(filtered(all, exchange, stand.switches), query.get('ordering'), WANTED_ORDERS, '-updated_at');
  return paginate(exchange, stand.publicUrl, chosen, (note) => noteShape(stand, note, user, { favorite: true }));
}

const nothing = (stand, exchange) => paginate(exchange, stand.publicUrl, [], () => null);

/** Only the highest notes of each tree that the user can read. */
export function list(stand, exchange) {
  if (!exchange.user) return nothing(stand, exchange);
  const mine = stand.notes.mine(exchange.user);
  return answer(stand, exchange, mine.filter((note) => !mine.some((other) => isBelow(note.path, other.path))));
}

/** Those and every living note below them. */
export function listAll(stand, exchange) {
  const { notes, switches } = stand;
  if (!switches.of('allEndpoint')) throw notFound();
  if (!exchange.user) return nothing(stand, exchange);
  const mine = notes.mine(exchange.user);
  const isReached = (note) => mine.some((other) => other === note || isBelow(note.path, other.path));
  return answer(stand, exchange, notes.all().filter((note) => isReached(note) && notes.deletedAt(note) === null));
}

export function favorites(stand, exchange) {
  const { user } = exchange;
  return answer(stand, exchange, stand.notes.mine(user).filter((note) => note.favoredBy.includes(user.id)));
}

export function trash(stand, exchange) {
  const { notes, publicUrl } = stand;
  const { user, query } = exchange;
  if (!user) return nothing(stand, exchange);
  const mine = notes.all().filter((note) => notes.isInTrash(note) && notes.role(note, user) === 'owner');
  const chosen = ordered(mine, query.get('ordering'), ['deleted_at'], '-deleted_at');
  return paginate(exchange, publicUrl, chosen, (note) => noteShape(stand, note, user));
}

export function children(stand, exchange) {
  const { user } = exchange;
  const parent = openNote(stand, exchange, 'children_list');
  const chosen = filtered(stand.notes.children(parent), exchange, stand.switches);
  return paginate(exchange, stand.publicUrl, chosen, (note) => noteShape(stand, note, user, { favorite: true }));
}

/** From the highest readable ancestor down, opened along the way to the note. */
export function tree(stand, exchange) {
  const { notes } = stand;
  const { user } = exchange;
  const note = openNote(stand, exchange, 'tree');
  const shape = (one, below) => noteShape(stand, one, user, { favorite: true, children: below });
  if (notes.deletedAt(note) !== null) return json(200, shape(note, []));
  const readable = (one) => one.accesses.some((access) => access.user === user?.id)
    || one.linkReach === 'public' || (one.linkReach === 'authenticated' && Boolean(user));
  const way = notes.chain(note);
  const top = way.find(readable) ?? note;
  const opened = (one) => shape(one, way.includes(one) ? notes.children(one).map(opened) : []);
  return json(200, opened(top));
}
