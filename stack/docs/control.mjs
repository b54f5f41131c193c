// The control routes, on a port of their own: switches, faults, journal, and the deeds of other people and operators.
// For tests on this machine only; asks for no credentials and is never reachable from elsewhere. See README.md.
import { LINK_ROLES, REACHES, ROLES } from './abilities.mjs';
import { isoTime } from './clock.mjs';
import { normalId } from './rights.mjs';
import { setAccess, setLink } from './sharing.mjs';
import { spoilt } from './spoil.mjs';

const LONGEST_WAIT_MS = 60_000;

class Unknown extends Error {}

const TABLE = [
  ['GET', '/health', () => ({ ready: true })],
  ['GET', '/switches', ({ switches }) => switches.all()],
  ['POST', '/switches', changeSwitches],
  ['GET', '/faults', ({ faults }) => faults.all()],
  ['POST', '/faults', ({ faults }, { body }) => ({ id: faults.add(body) })],
  ['DELETE', '/faults', ({ faults }) => faults.clear()],
  ['DELETE', '/faults/:id', ({ faults }, { params }) => demand(faults.remove(params.id), `fault "${params.id}"`)],
  ['GET', '/journal', readJournal],
  ['POST', '/clock', setClock],
  ['POST', '/forget', forget],
  ['POST', '/reset', reset],
  ['GET', '/people', ({ people }) => people.all()],
  ['POST', '/people', ({ people }, { body }) => people.provision(body)],
  ['POST', '/sessions/kill', killSessions],
  ['GET', '/notes', (stand) => stand.notes.all().map((note) => describe(stand, note))],
  ['POST', '/notes', createNote],
  ['GET', '/notes/:id', (stand, asked) => describe(stand, noteOf(stand, asked))],
  ['PUT', '/notes/:id/content', storeContent],
  ['POST', '/notes/:id/title', rename],
  ['POST', '/notes/:id/access', changeAccess],
  ['POST', '/notes/:id/link', changeLink],
  ['POST', '/notes/:id/delete', removeNote],
  ['POST', '/notes/:id/restore', restoreNote],
  ['POST', '/notes/:id/move', moveNote],
  ['DELETE', '/notes/:id/attachments/:file', loseAttachment],
  ['POST', '/notes/:id/backup', restoreBackup],
  ['POST', '/notes/:id/poison', poison],
  ['GET', '/rooms', ({ rooms }) => rooms.list()],
  ['POST', '/rooms/:id/forget', async ({ rooms }, { params }) => ({ connections: await rooms.forget(params.id) })],
  ['POST', '/rooms/:id/close', closeRoom],
  ['POST', '/blind-browser', (stand, { body }) => ({ id: stand.blindBrowsers.start(noteOf(stand, { params: { id: body.note } }), body) })],
  ['DELETE', '/blind-browser', ({ blindBrowsers }) => blindBrowsers.stopAll()],
  ['DELETE', '/blind-browser/:id', ({ blindBrowsers }, { params }) => demand(blindBrowsers.stop(params.id), `blind browser "${params.id}"`)],
].map(([method, path, run]) => ({ method, pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`), run }));

export async function serveControl(stand, request, response) {
  const reply = (status, value) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value ?? {}));
  };
  try {
    const url = new URL(request.url, 'http://localhost');
    const body = await readJson(request);
    for (const { method, pattern, run } of TABLE) {
      const found = method === request.method && pattern.exec(url.pathname);
      if (found) return reply(200, await run(stand, { params: found.groups ?? {}, query: url.searchParams, body }));
    }
    return reply(404, { detail: `no control route ${request.method} ${url.pathname}` });
  } catch (error) {
    return reply(error instanceof Unknown ? 404 : 400, { detail: error.message });
  }
}

async function readJson(request) {
  const pieces = [];
  for await (const piece of request) pieces.push(piece);
  const text = Buffer.concat(pieces).toString('utf8');
  return text ? JSON.parse(text) : {};
}

function demand(found, what) {
  if (!found) throw new Unknown(`no ${what}`);
}

function noteOf({ notes }, { params }) {
  const note = notes.find(normalId(params.id ?? ''));
  demand(note, `note "${params.id}"`);
  return note;
}

function userOf({ people }, name) {
  const user = people.named(name);
  demand(user, `user "${name}"`);
  return user;
}

function checkOneOf(value, values, what) {
  if (!values.includes(value)) throw new Error(`"${what}" must be ${values.map((one) => JSON.stringify(one)).join(', ')}`);
}

function describe({ notes, contents, attachments }, note) {
  const { contents: versions, ...record } = note;
  return {
    ...record,
    createdAt: isoTime(note.createdAt),
    updatedAt: isoTime(note.updatedAt),
    deletedAt: isoTime(notes.deletedAt(note)),
    versions: versions.length,
    attachments: attachments.describe(note),
    content: contents.text(note),
  };
}

function changeSwitches({ switches, journal }, { body }) {
  switches.change(body);
  journal.write('switches', { changed: body });
  return switches.all();
}

/** Entries after `since`, of one `kind` if asked; waits up to `wait` ms until there is one. */
async function readJournal({ journal }, { query }) {
  const kind = query.get('kind');
  const until = Date.now() + Math.min(Number(query.get('wait') ?? 0), LONGEST_WAIT_MS);
  let seq = Number(query.get('since') ?? 0);
  for (;;) {
    const all = await journal.since(seq, Math.max(0, until - Date.now()));
    const entries = all.filter((entry) => (!kind || entry.kind === kind) && (!query.get('note') || entry.note === query.get('note')));
    if (entries.length || Date.now() >= until) return { seq: journal.seq, entries };
    seq = all.at(-1)?.seq ?? seq;
  }
}

function setClock({ clock }, { body }) {
  if (!Number.isFinite(body.offsetMs)) throw new Error('"offsetMs" must be a number');
  clock.set(body.offsetMs);
}

function forget({ lock, throttle }) {
  lock.forget();
  throttle.forget();
}

/** As it was started; people, notes, sessions and the journal stay. */
function reset(stand) {
  const { switches, faults, clock, blindBrowsers } = stand;
  switches.reset();
  faults.clear();
  clock.set(0);
  blindBrowsers.stopAll();
  forget(stand);
  return switches.all();
}

function killSessions(stand, { body }) {
  return { ended: stand.sessions.kill(body.user ? userOf(stand, body.user).id : null) };
}

function createNote(stand, { body }) {
  const parent = body.parent ? noteOf(stand, { params: { id: body.parent } }) : null;
  const id = body.id ? normalId(body.id) : null;
  if (id && stand.notes.find(id)) throw new Error(`there is a note "${id}"`);
  const note = stand.notes.create({ id, title: body.title ?? null, creator: userOf(stand, body.owner), parent });
  if (body.content) stand.contents.store(note, body.content);
  stand.notes.save(note);
  return describe(stand, note);
}

/** What a blind writer stores: as it is, unchecked. */
function storeContent(stand, asked) {
  const note = noteOf(stand, asked);
  if (typeof asked.body.content !== 'string') throw new Error('"content" must be a base64 text');
  stand.contents.store(note, asked.body.content);
  stand.notes.bump(note);
  return describe(stand, note);
}

function rename(stand, asked) {
  const note = noteOf(stand, asked);
  note.title = asked.body.title ?? null;
  stand.notes.bump(note);
  return describe(stand, note);
}

function changeAccess(stand, asked) {
  const note = noteOf(stand, asked);
  checkOneOf(asked.body.role, [...ROLES, null], 'role');
  setAccess(stand, note, userOf(stand, asked.body.user), asked.body.role);
  return describe(stand, note);
}

function changeLink(stand, asked) {
  const note = noteOf(stand, asked);
  const { reach, role = note.linkRole } = asked.body;
  checkOneOf(reach, REACHES, 'reach');
  checkOneOf(role, LINK_ROLES, 'role');
  setLink(stand, note, { reach, role });
  return describe(stand, note);
}

function removeNote(stand, asked) {
  const note = noteOf(stand, asked);
  stand.notes.remove(note);
  return describe(stand, note);
}

function restoreNote(stand, asked) {
  const note = noteOf(stand, asked);
  stand.notes.restore(note);
  return describe(stand, note);
}

function moveNote(stand, asked) {
  const note = noteOf(stand, asked);
  stand.notes.move(note, noteOf(stand, { params: { id: asked.body.target } }), asked.body.position ?? 'last-child');
  return describe(stand, note);
}

/** The storage loses the bytes, the note keeps the key. */
function loseAttachment(stand, asked) {
  const note = noteOf(stand, asked);
  demand(stand.attachments.lose(`${note.id}/attachments/${asked.params.file}`), `attachment "${asked.params.file}"`);
  return describe(stand, note);
}

/** The server comes back from a backup: an older state is the stored one again, with no newer `updated_at`. */
function restoreBackup(stand, asked) {
  const note = noteOf(stand, asked);
  const older = stand.contents.older(note, asked.body.steps ?? 1);
  if (older === null) throw new Error(`the note has no state ${asked.body.steps ?? 1} versions ago`);
  stand.contents.store(note, older);
  stand.notes.save(note);
  return describe(stand, note);
}

function poison(stand, asked) {
  const note = noteOf(stand, asked);
  const { how, size } = asked.body;
  checkOneOf(how, ['truncated', 'garbage', 'huge', 'deep', 'twoRoots', 'unknownNodes', 'hostile'], 'how');
  stand.contents.store(note, spoilt(stand.contents.text(note) ?? '', how, size));
  stand.notes.bump(note);
  return describe(stand, note);
}

function closeRoom({ rooms }, { params, body }) {
  return { sockets: rooms.closeSockets(params.id, body.code ?? 1001, body.reason) };
}
