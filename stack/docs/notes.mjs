// The notes: records in a tree, who has access, who visited, what is in the trash. One place that changes them.
// Every change goes to the store before it returns. Knows no HTTP; rights are checked by the routes.
import crypto from 'node:crypto';
import { abilitiesOf, highest, widestLink } from './abilities.mjs';
import { ancestorsOf, byPath, childPath, depthOf, isBelow, isChild, nextPath, parentOf, stepNumber } from './paths.mjs';

const TRASH_MS = 30 * 24 * 3600 * 1000;

/** Two first visits met: the real server fails one of them. */
export class VisitRace extends Error {}

export class Notes {
  #store;
  #clock;
  #switches;
  #byPath = new Map();
  #visiting = new Set();

  constructor({ store, clock, switches }) {
    this.#store = store;
    this.#clock = clock;
    this.#switches = switches;
    for (const note of this.all()) {
      Object.assign(note, { ...nothingYet(), ...note }); // a folder may be older than these
      this.#byPath.set(note.path, note);
    }
  }

  all() {
    return [...this.#store.all('notes').values()];
  }

  find(id) {
    return this.#store.all('notes').get(id) ?? null;
  }

  save(note) {
    this.#byPath.set(note.path, note);
    this.#store.put('notes', note);
  }

  /** Marks the note as changed now. */
  bump(note) {
    note.updatedAt = this.#clock.micros();
    this.save(note);
  }

  create({ id, title, creator, parent }) {
    const siblings = this.all().filter((note) => (parent ? isChild(note.path, parent.path) : depthOf(note.path) === 1));
    const note = {
      id: id ?? crypto.randomUUID(), path: nextPath(parent?.path ?? '', siblings.map((sibling) => sibling.path)), title: title ?? null,
      creator: creator?.id ?? null, linkReach: 'restricted', linkRole: 'reader', createdAt: this.#clock.micros(), updatedAt: this.#clock.micros(),
      deletedAt: null, accesses: [], visitors: [], favoredBy: [], contents: [], ...nothingYet(),
    };
    if (!parent && creator) note.accesses.push(this.#newAccess(creator.id, 'owner'));
    this.save(note);
    return note;
  }

  #newAccess(user, role) {
    return { id: crypto.randomUUID(), user, role, createdAt: this.#clock.micros() };
  }

  // ---- tree

  ancestors(note) {
    return ancestorsOf(note.path).map((path) => this.#byPath.get(path)).filter(Boolean);
  }

  chain(note) {
    return [...this.ancestors(note), note];
  }

  descendants(note) {
    return this.all().filter((other) => isBelow(other.path, note.path)).sort(byPath);
  }

  children(note) {
    return this.all().filter((other) => isChild(other.path, note.path) && other.deletedAt === null).sort(byPath);
  }

  parent(note) {
    return this.#byPath.get(parentOf(note.path)) ?? null;
  }

  /** The time of the earliest deletion of the note or an ancestor, or null. */
  deletedAt(note) {
    const times = this.chain(note).map((other) => other.deletedAt).filter((time) => time !== null);
    return times.length ? Math.min(...times) : null;
  }

  /** Deleted so long ago that nobody sees it any more. */
  isGone(note) {
    const deleted = this.deletedAt(note);
    return deleted !== null && deleted < this.#trashStart();
  }

  isInTrash(note) {
    return note.deletedAt !== null && note.deletedAt >= this.#trashStart();
  }

  #trashStart() {
    return (this.#clock.date().getTime() - TRASH_MS) * 1000;
  }

  remove(note) {
    note.deletedAt = this.#clock.micros();
    for (const one of [note, ...this.descendants(note)]) this.bump(one);
  }

  restore(note) {
    note.deletedAt = null;
    this.save(note);
  }

  /** Puts the note and all below it at the place; later siblings step aside, the gap it leaves stays. */
  move(note, target, position) {
    const parentPath = position.endsWith('-child') ? target.path : parentOf(target.path);
    const siblings = this.all().filter((other) => isChild(other.path, parentPath)).sort(byPath);
    const number = placeAmong(siblings, target, position);
    const aside = siblings.filter((sibling) => stepNumber(sibling.path) >= number);
    const oldTree = parentOf(note.path);
    for (const sibling of aside.reverse()) this.#rebase(sibling, childPath(parentPath, stepNumber(sibling.path) + 1));
    const scopeChanges = oldTree.slice(0, 7) !== parentPath.slice(0, 7);
    const owners = this.chain(note)[0].accesses.filter((access) => access.role === 'owner').map((access) => access.user);
    this.#rebase(note, childPath(parentPath, number));
    if (scopeChanges) this.#newScope(note, owners);
  }

  #rebase(note, path) {
    const moved = [note, ...this.descendants(note)].map((one) => ({ one, to: path + one.path.slice(note.path.length) }));
    for (const { one } of moved) this.#byPath.delete(one.path);
    for (const { one, to } of moved) {
      one.path = to;
      this.save(one);
    }
  }

  #newScope(note, owners) {
    note.invitations = [];
    note.accesses = depthOf(note.path) === 1 ? owners.map((user) => this.#newAccess(user, 'owner')) : [];
    this.save(note);
  }

  // ---- people

  /** The user's highest role by access to the note or an ancestor. */
  role(note, user) {
    if (!user) return null;
    return highest(this.chain(note).flatMap((one) => one.accesses.filter((access) => access.user === user.id).map((access) => access.role)));
  }

  links(notes) {
    return notes.map((note) => ({ reach: note.linkReach, role: note.linkRole }));
  }

  abilities(note, user) {
    const facts = {
      role: this.role(note, user),
      links: this.links(this.chain(note)),
      ancestorsLink: widestLink(this.links(this.ancestors(note))),
      signedIn: Boolean(user),
      deleted: this.deletedAt(note) !== null,
      deletedItself: note.deletedAt !== null,
      isRoot: depthOf(note.path) === 1,
      isCreator: Boolean(user) && note.creator === user.id,
      visited: Boolean(user) && note.visitors.includes(user.id),
    };
    return abilitiesOf(facts, this.#switches);
  }

  /** Remembers that the user opened the note. Throws `VisitRace` when two first visits meet. */
  async visit(note, user) {
    if (!user || note.visitors.includes(user.id)) return;
    const key = `${note.id} ${user.id}`;
    if (this.#switches.of('visitRace')) {
      if (this.#visiting.has(key)) throw new VisitRace();
      this.#visiting.add(key);
      await new Promise((resolve) => { setTimeout(resolve, this.#switches.of('visitMs')); });
      this.#visiting.delete(key);
    }
    note.visitors.push(user.id);
    this.save(note);
  }

  /** Living notes with an access of the user's own, or visited by link and still linked. */
  mine(user) {
    const isMine = (note) => note.accesses.some((access) => access.user === user.id)
      || (note.visitors.includes(user.id) && note.linkReach !== 'restricted');
    return this.all().filter((note) => isMine(note) && this.deletedAt(note) === null).sort(byPath);
  }

  addAccess(note, user, role) {
    const access = this.#newAccess(user.id, role);
    note.accesses.push(access);
    this.save(note);
    return access;
  }

  removeAccess(note, access) {
    note.accesses = note.accesses.filter((other) => other !== access);
    this.save(note);
  }

  membersOf(id) {
    const note = id ? this.find(id) : null;
    return new Set(note ? this.chain(note).flatMap((one) => one.accesses.map((access) => access.user)) : []);
  }

  /** Everyone who shares a note with the user. */
  peopleAround(user) {
    const shared = this.all().map((note) => this.membersOf(note.id)).filter((members) => members.has(user.id));
    return new Set([user.id, ...shared.flatMap((members) => [...members])]);
  }
}

const nothingYet = () => ({ maskedBy: [], attachments: [], threads: [], invitations: [], requests: [] });

function placeAmong(siblings, target, position) {
  const first = position === 'first-child' || position === 'first-sibling';
  if (first) return 1;
  if (position === 'left') return stepNumber(target.path);
  if (position === 'right') return stepNumber(target.path) + 1;
  return siblings.length ? stepNumber(siblings.at(-1).path) + 1 : 1;
}
