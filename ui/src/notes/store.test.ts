// The list of notes: its state, its tree and its marks.
import { expect, test } from "vitest";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { notes as words } from "../text/en/notes";
import { markOf } from "./status";
import { noNotes, reduceNotes } from "./store";
import { type Branch, keysAbove, neighbours, targets, tree } from "./tree";

const note = (id: string, rest: Partial<NoteSummary> = {}): NoteSummary => ({
  id, title: id, parent: null, place: "", deleted: null, favourite: false, pinned: false, template: false, opened: null, own: true, editable: true, rights: { nest: true, move: true, delete: true }, updated: 0, offline: true, status: { type: "synced" }, uploads: [], ...rest,
});
const record = (...notes: NoteSummary[]) => Object.fromEntries(notes.map((one) => [one.id, one]));
const shape = (branches: Branch[]): unknown[] => branches.map(({ note: { id }, children }) => (children.length > 0 ? [id, shape(children)] : id));
const sections = (...notes: NoteSummary[]) => Object.fromEntries(tree(record(...notes), "en").map(({ name, branches }) => [name, shape(branches)]));

test("a reset replaces the list and a change adds to it", () => {
  const first = reduceNotes(noNotes, { type: "notesChanged", reset: true, notes: [note("a"), note("b")], removed: [], complete: false });
  const second = reduceNotes(first, { type: "notesChanged", reset: false, notes: [note("c")], removed: ["a"], complete: true });
  expect(Object.keys(second.notes).sort()).toEqual(["b", "c"]);
  expect(second).toMatchObject({ known: true, complete: true });
  const third = reduceNotes(second, { type: "notesChanged", reset: true, notes: [], removed: [], complete: true });
  expect(third.notes).toEqual({});
});

test("a note that had to be fetched is here when its text came", () => {
  const waiting = reduceNotes(noNotes, { type: "noteOpened", note: "a", here: false });
  expect(waiting.open["a"]).toEqual({ here: false, quarantined: false });
  expect(reduceNotes(waiting, { type: "noteUpdated", note: "a", update: "" }).open["a"]?.here).toBe(true);
});

test("a sign-out leaves nothing of the notes in the window", () => {
  const full = reduceNotes(noNotes, { type: "notesChanged", reset: true, notes: [note("a")], removed: [], complete: true });
  expect(reduceNotes(full, { type: "accountChanged", account: { type: "welcome", agencies: [], accounts: [], managed: false, refusal: null } })).toEqual(noNotes);
});

test("notes stand under their parents, in three sections, sorted by title", () => {
  expect(sections(note("b"), note("a"), note("a1", { parent: "a" }), note("s", { own: false }), note("u", { title: null }), note("b2", { favourite: true, pinned: false, template: false, opened: null, parent: "gone" }))).toEqual({
    favourites: ["b2"],
    mine: ["u", ["a", ["a1"]], "b", "b2"],
    shared: ["s"],
  });
});

test("notes whose parents run in a circle are shown once", () => {
  const circle = [note("a", { parent: "b" }), note("b", { parent: "a" }), note("c", { parent: "c" })];
  expect(sections(...circle)).toEqual({ mine: ["c", ["a", ["b"]]] });
  expect(keysAbove(record(...circle), "a").length).toBeLessThan(4);
});

test("the keys above a note lead to it", () => {
  expect(keysAbove(record(note("a"), note("b", { parent: "a" }), note("c", { parent: "b" })), "c")).toEqual(["b", "a", "section-mine"]);
});

test("each state of a note has its mark and its reason, and saved and synced has none", () => {
  const mark = (status: NoteSummary["status"], online = true) => markOf(note("a", { status }), online, words)?.status ?? null;
  expect(mark({ type: "synced" })).toBe(null);
  expect(mark({ type: "synced" }, false)).toBe("offlineCopy");
  expect(mark({ type: "waiting", why: { type: "offline" } })).toBe("waiting");
  expect(mark({ type: "waiting", why: { type: "signedOut" } })).toBe("attention");
  expect(mark({ type: "failed", why: { type: "forbidden" } })).toBe("failed");
  expect(markOf(note("a", { status: { type: "failed", why: { type: "tooLarge" } } }), true, words)?.reason).toContain(words.why.tooLarge);
});

test("notes under another one stand where they were put, those in the trash apart, and the last deleted first", () => {
  const notes = [
    note("a"), note("late", { parent: "a", place: "a2" }), note("early", { parent: "a", place: "a1" }), note("new", { parent: "a" }),
    note("gone", { deleted: 1 }), note("goneLater", { deleted: 2 }),
  ];
  expect(sections(...notes)).toEqual({ mine: [["a", ["early", "late", "new"]]], trash: ["goneLater", "gone"] });
  const { before, after } = neighbours(record(...notes), note("late", { parent: "a" }));
  expect([before, after].map((side) => side.map(({ id }) => id))).toEqual([["early"], ["new"]]);
});

test("a note can be moved under every own note that does not stand under it", () => {
  const notes = record(note("a"), note("b", { parent: "a" }), note("c", { parent: "b" }), note("d"), note("other", { own: false, rights: { nest: true, move: false, delete: false } }), note("gone", { deleted: 1 }));
  const possible = (id: string) => targets(notes, notes[id] ?? note(id), "en").map((target) => target.id);
  expect([possible("a"), possible("b"), possible("c")]).toEqual([["d"], ["d"], ["a", "d"]]);
});
