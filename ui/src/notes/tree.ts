// The list of notes as a tree in four sections. Pure; whatever parents a server names, it ends and shows every note.
import type { NoteId } from "../backend/generated/NoteId";
import type { NoteSummary } from "../backend/generated/NoteSummary";

export type SectionName = "favourites" | "recent" | "mine" | "shared" | "trash";

export type Branch = {
  /** Unique in the whole tree: a favourite, and one that was opened lately, stand in it more than once. */
  key: string;
  note: NoteSummary;
  children: Branch[];
};

export type Section = { name: SectionName; branches: Branch[] };

type Notes = Readonly<Record<NoteId, NoteSummary>>;

const MOST_RECENT = 7;

/** The sections that have something in them. */
export function tree(notes: Notes, language: string): Section[] {
  const all = living(notes).sort(byTitle(language));
  const children = childrenOf(all, notes);
  const placed = new Set<NoteId>();
  const grow = (note: NoteSummary): Branch => {
    placed.add(note.id);
    const below = (children.get(note.id) ?? []).filter((child) => !placed.has(child.id));
    return { key: note.id, note, children: below.map(grow) };
  };
  const roots = all.filter((note) => parentOf(note, notes) === undefined);
  const mine = roots.filter((note) => note.own).map(grow);
  const shared = roots.filter((note) => !note.own).map(grow);
  // What stands in a circle of parents has no root; it is shown at the top rather than lost.
  for (const note of all) {
    if (!placed.has(note.id)) (note.own ? mine : shared).push(grow(note));
  }
  const favourites = all
    .filter((note) => note.favourite)
    .map((note) => ({ key: `favourite-${note.id}`, note, children: [] }));
  const sections: Section[] = [
    { name: "favourites", branches: favourites },
    { name: "recent", branches: recent(all) },
    { name: "mine", branches: mine },
    { name: "shared", branches: shared },
    { name: "trash", branches: trash(notes) },
  ];
  return sections.filter((section) => section.branches.length > 0);
}

const sectionOf = (note: NoteSummary): SectionName => {
  if (note.deleted !== null) return "trash";
  return note.own ? "mine" : "shared";
};

/** Keys that must be open for a note to be seen: its section's and those of the notes above it. */
export function keysAbove(notes: Notes, id: NoteId): string[] {
  const keys: string[] = [];
  let note = notes[id];
  while (note !== undefined) {
    const parent = parentOf(note, notes);
    if (parent === undefined || keys.includes(parent.id)) return [...keys, `section-${sectionOf(note)}`];
    keys.push(parent.id);
    note = parent;
  }
  return keys;
}

/** The note that a key of the tree stands for. */
export const noteOf = (key: string): NoteId => key.replace(/^(favourite|recent)-/, "");

/** Where a note goes that is dropped on another or beside it; none where it cannot be. */
export function dropOf(notes: Notes, dragged: NoteId, key: string, position: "before" | "on" | "after"): { parent: NoteId | null; after: NoteId | null } | null {
  const note = notes[dragged];
  if (note === undefined || !note.rights.move || note.deleted !== null) return null;
  if (key === "section-mine") return { parent: null, after: null };
  const target = notes[key];
  const isBelow = (other: NoteSummary) => [other.id, ...keysAbove(notes, other.id)].includes(dragged);
  if (target === undefined || !target.rights.move || target.deleted !== null || isBelow(target)) return null;
  const siblings = (parent: NoteSummary) => (childrenOf(living(notes), notes).get(parent.id) ?? []).filter(({ id }) => id !== dragged);
  if (position === "on") return { parent: key, after: siblings(target).at(-1)?.id ?? null };
  const parent = parentOf(target, notes);
  if (parent === undefined) return { parent: null, after: null };
  if (position === "after") return { parent: parent.id, after: key };
  const all = siblings(parent);
  return { parent: parent.id, after: all[all.findIndex(({ id }) => id === key) - 1]?.id ?? null };
}

const living = (notes: Notes) => Object.values(notes).filter((note) => note.deleted === null);

/** The note before which and the one after which it stands, among those under the same note; none at the top. */
export function neighbours(notes: Notes, note: NoteSummary): { before: NoteSummary[]; after: NoteSummary[] } {
  const parent = parentOf(note, notes);
  if (parent === undefined) return { before: [], after: [] };
  const all = childrenOf(living(notes), notes).get(parent.id) ?? [];
  const index = all.findIndex((other) => other.id === note.id);
  return { before: all.slice(0, index), after: all.slice(index + 1) };
}

/** Where a note can be moved to: under the agent's own notes, but not under itself. By title. */
export function targets(notes: Notes, note: NoteSummary, language: string): NoteSummary[] {
  const isBelow = (other: NoteSummary) => [other.id, ...keysAbove(notes, other.id)].includes(note.id);
  return Object.values(notes)
    .filter((other) => other.rights.move && other.deleted === null && other.id !== note.parent && !isBelow(other))
    .sort(byTitle(language));
}

/** Those opened last on this computer. */
function recent(all: readonly NoteSummary[]): Branch[] {
  return all
    .flatMap((note) => (note.opened === null ? [] : [{ note, opened: note.opened }]))
    .sort((a, b) => b.opened - a.opened)
    .slice(0, MOST_RECENT)
    .map(({ note }) => ({ key: `recent-${note.id}`, note, children: [] }));
}

/** What can be taken out of the trash, deleted last first. */
function trash(notes: Notes): Branch[] {
  return Object.values(notes)
    .flatMap((note) => (note.deleted === null ? [] : [{ note, deleted: note.deleted }]))
    .sort((a, b) => b.deleted - a.deleted)
    .map(({ note }) => ({ key: note.id, note, children: [] }));
}

function parentOf(note: NoteSummary, notes: Notes): NoteSummary | undefined {
  return note.parent === null || note.parent === note.id ? undefined : notes[note.parent];
}

function childrenOf(all: NoteSummary[], notes: Notes): Map<NoteId, NoteSummary[]> {
  const children = new Map<NoteId, NoteSummary[]>();
  for (const note of all) {
    const parent = parentOf(note, notes);
    if (parent === undefined) continue;
    const siblings = children.get(parent.id);
    if (siblings === undefined) children.set(parent.id, [note]);
    else siblings.push(note);
  }
  for (const siblings of children.values()) siblings.sort(byPlace);
  return children;
}

/** As the agent has put them; the server compares bytes. Those without a place yet come last. */
function byPlace(a: NoteSummary, b: NoteSummary): number {
  if (a.place === b.place) return a.id < b.id ? -1 : 1;
  if (a.place === "" || b.place === "") return a.place === "" ? 1 : -1;
  return a.place < b.place ? -1 : 1;
}

/** Untitled notes first, as they are the newest in practice; then by title, so that typing does not move a row. */
function byTitle(language: string): (a: NoteSummary, b: NoteSummary) => number {
  const collator = new Intl.Collator(language, { numeric: true });
  return (a, b) => {
    const untitled = Number(b.title === null) - Number(a.title === null);
    if (untitled !== 0) return untitled;
    const titles = collator.compare(a.title ?? "", b.title ?? "");
    return titles !== 0 ? titles : b.updated - a.updated || (a.id < b.id ? -1 : 1);
  };
}
