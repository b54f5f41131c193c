// Comments on notes: threads, their comments, who may change them. Reactions have a file of their own.
// A thread says nothing about where it is anchored: that is a mark in the text. Nothing here moves `updated_at` of the note.
import crypto from 'node:crypto';
import { rank } from './abilities.mjs';
import { empty, forbidden, invalid, json, Refusal } from './answers.mjs';
import { isoTime } from './clock.mjs';
import { paginate } from './listing.mjs';
import { nameShape } from './people.mjs';
import { openNote } from './rights.mjs';

const manages = ({ notes }, note, user) => rank(notes.role(note, user)) >= rank('administrator');
const isBy = (author, user) => Boolean(user) && author === user.id;

/** What the user may do with a thread that they can read. */
function threadAbilities(stand, note, thread, user) {
  const writes = isBy(thread.creator, user) || manages(stand, note, user);
  const unresolves = stand.switches.atLeast('5.2.0') ? { unresolve: writes } : {};
  return { destroy: writes, update: writes, partial_update: writes, resolve: writes, ...unresolves, retrieve: true };
}

/** B lets only its author change a comment; A lets administrators and owners do so too. */
function commentAbilities(stand, note, comment, user) {
  const own = isBy(comment.user, user);
  const removes = own || manages(stand, note, user);
  const edits = stand.switches.isA ? removes : own;
  return { destroy: removes, update: edits, partial_update: edits, reactions: Boolean(user), retrieve: true };
}

function commentShape(stand, note, comment, user) {
  const named = (id) => nameShape(stand.people.find(id));
  return {
    id: comment.id,
    user: named(comment.user),
    body: comment.body,
    created_at: isoTime(comment.createdAt),
    updated_at: isoTime(comment.updatedAt),
    reactions: comment.reactions.map(({ id, emoji, createdAt, users }) => ({ id, emoji, created_at: isoTime(createdAt), users: users.map(named) })),
    abilities: commentAbilities(stand, note, comment, user),
  };
}

function threadShape(stand, note, thread, user) {
  return {
    id: thread.id,
    created_at: isoTime(thread.createdAt),
    updated_at: isoTime(thread.updatedAt),
    creator: nameShape(stand.people.find(thread.creator)),
    abilities: threadAbilities(stand, note, thread, user),
    comments: thread.comments.map((comment) => commentShape(stand, note, comment, user)),
    resolved: thread.resolvedAt !== null,
    resolved_at: isoTime(thread.resolvedAt),
    resolved_by: thread.resolvedBy,
    metadata: {},
  };
}

// A hides resolved threads from every route.
const shown = ({ switches }, note) => note.threads.filter((thread) => !switches.isA || thread.resolvedAt === null);

function openThread(stand, exchange) {
  const note = openNote(stand, exchange, 'comment');
  const thread = shown(stand, note).find(({ id }) => id === exchange.params.thread);
  if (!thread) throw unmatched('Thread');
  return { note, thread };
}

/** The comment of the request, if the user may do this with it. */
export function openComment(stand, exchange, ability) {
  const { note, thread } = openThread(stand, exchange);
  const comment = thread.comments.find(({ id }) => id === exchange.params.comment);
  if (!comment) throw unmatched('Comment');
  if (!commentAbilities(stand, note, comment, exchange.user)[ability]) throw forbidden();
  return { note, thread, comment };
}

const unmatched = (what) => new Refusal(json(404, { detail: `No ${what} matches the given query.` }));

function readBody({ body: { body } }) {
  if (body === undefined) throw invalid({ body: ['This field is required.'] });
  if (body === null) throw invalid({ body: ['This field may not be null.'] });
  if (body === '' || (Array.isArray(body) && body.length === 0)) throw invalid({ body: ['This field cannot be blank.'] });
  return body;
}

function newComment({ clock }, { user }, body) {
  const at = clock.micros();
  return { id: crypto.randomUUID(), user: user?.id ?? null, body, createdAt: at, updatedAt: at, reactions: [] };
}

export function threads(stand, exchange) {
  const note = openNote(stand, exchange, 'comment');
  const newestFirst = shown(stand, note).sort((a, b) => b.createdAt - a.createdAt);
  return json(200, newestFirst.map((thread) => threadShape(stand, note, thread, exchange.user)));
}

export function addThread(stand, exchange) {
  const note = openNote(stand, exchange, 'comment');
  const comment = newComment(stand, exchange, readBody(exchange));
  const { user: creator, createdAt } = comment;
  const thread = { id: crypto.randomUUID(), creator, createdAt, updatedAt: createdAt, resolvedAt: null, resolvedBy: null, comments: [comment] };
  note.threads.push(thread);
  stand.notes.save(note);
  return json(201, threadShape(stand, note, thread, exchange.user));
}

export function readThread(stand, exchange) {
  const { note, thread } = openThread(stand, exchange);
  return json(200, threadShape(stand, note, thread, exchange.user));
}

export function removeThread(stand, exchange) {
  const { note, thread } = openThread(stand, exchange);
  if (!threadAbilities(stand, note, thread, exchange.user).destroy) throw forbidden();
  note.threads = note.threads.filter((other) => other !== thread);
  stand.notes.save(note);
  return empty(204);
}

export const resolve = (stand, exchange) => settle(stand, exchange, { resolvedAt: stand.clock.micros(), resolvedBy: exchange.user?.id ?? null });

export const unresolve = (stand, exchange) => settle(stand, exchange, { resolvedAt: null, resolvedBy: null });

function settle(stand, exchange, settled) {
  const { note, thread } = openThread(stand, exchange);
  if (!threadAbilities(stand, note, thread, exchange.user).resolve) throw forbidden();
  Object.assign(thread, settled, { updatedAt: stand.clock.micros() });
  stand.notes.save(note);
  return empty(204);
}

export function comments(stand, exchange) {
  const { note, thread } = openThread(stand, exchange);
  return paginate(exchange, stand.publicUrl, thread.comments, (comment) => commentShape(stand, note, comment, exchange.user));
}

export function addComment(stand, exchange) {
  const { note, thread } = openThread(stand, exchange);
  const comment = newComment(stand, exchange, readBody(exchange));
  thread.comments.push(comment);
  stand.notes.save(note);
  return json(201, commentShape(stand, note, comment, exchange.user));
}

export function readComment(stand, exchange) {
  const { note, comment } = openComment(stand, exchange, 'retrieve');
  return json(200, commentShape(stand, note, comment, exchange.user));
}

/** PATCH and PUT: the body, which only PUT must have. */
export function changeComment(stand, exchange) {
  const { note, comment } = openComment(stand, exchange, 'update');
  if (exchange.method === 'PUT' || 'body' in exchange.body) comment.body = readBody(exchange);
  comment.updatedAt = stand.clock.micros();
  stand.notes.save(note);
  return json(200, commentShape(stand, note, comment, exchange.user));
}

/** The last one leaves an empty thread. */
export function removeComment(stand, exchange) {
  const { note, thread, comment } = openComment(stand, exchange, 'destroy');
  thread.comments = thread.comments.filter((other) => other !== comment);
  stand.notes.save(note);
  return empty(204);
}
