// The versions of a note: earlier contents, newest first, without the current one and only since the user's access.
// Lists, reads, deletes. Restoring one has no route; it is an edit like any other.
import { empty, invalid, json, notFound } from './answers.mjs';
import { isoTime } from './clock.mjs';
import { openNote } from './rights.mjs';

const USUAL_PAGE = 20;
const LARGEST_PAGE = 50;

/** As the object storage tells times: without fractions. */
const storageTime = (micros) => isoTime(micros - (micros % 1_000_000)).replace('.000000', '');

/** When the user first had access to the note or an ancestor. */
function accessStart({ notes }, note, user) {
  return Math.min(...notes.chain(note).flatMap((one) => one.accesses.filter((access) => access.user === user.id).map((access) => access.createdAt)));
}

export function versions(stand, exchange) {
  const { query, user } = exchange;
  const note = openNote(stand, exchange, 'versions_list');
  const size = readPageSize(query.get('page_size'));
  const since = accessStart(stand, note, user);
  const all = [...note.contents].reverse();
  const marker = query.get('version_id');
  const start = marker ? all.findIndex(({ id }) => id === marker) : 0;
  const after = start === -1 ? [] : all.slice(start + 1).filter(({ at }) => at >= since);
  const page = after.slice(0, size);
  const isTruncated = page.length < after.length;
  return json(200, {
    next_version_id_marker: isTruncated ? page.at(-1).id : '',
    is_truncated: isTruncated,
    versions: page.map(({ id, md5, at }) => ({ etag: `"${md5}"`, is_latest: false, last_modified: storageTime(at), version_id: id })),
    count: page.length,
  });
}

function readPageSize(text) {
  if (text === null) return USUAL_PAGE;
  if (!/^-?\d+$/.test(text)) throw invalid({ page_size: ['A valid integer is required.'] });
  if (Number(text) < 1) throw invalid({ page_size: ['Ensure this value is greater than or equal to 1.'] });
  if (Number(text) > LARGEST_PAGE) throw invalid({ page_size: [`Ensure this value is less than or equal to ${LARGEST_PAGE}.`] });
  return Number(text);
}

export function readVersion(stand, exchange) {
  const { version } = openVersion(stand, exchange, 'versions_retrieve');
  return json(200, { content: stand.contents.textOf(version), last_modified: storageTime(version.at), id: version.id });
}

export function removeVersion(stand, exchange) {
  const { note, version } = openVersion(stand, exchange, 'versions_destroy');
  stand.contents.remove(note, version);
  stand.notes.save(note);
  return empty(204);
}

function openVersion(stand, exchange, ability) {
  const note = openNote(stand, exchange, ability);
  const version = note.contents.find(({ id }) => id === exchange.params.version);
  if (!version || version.at < accessStart(stand, note, exchange.user)) throw notFound();
  return { note, version };
}
