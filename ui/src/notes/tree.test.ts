// The list of notes as a tree, and where a note may be dropped in it.
import { expect, test } from "vitest";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { dropOf, noteOf, tree } from "./tree";

const note = (id: string, rest: Partial<NoteSummary> = {}): NoteSummary => ({
  id, title: id, parent: null, place: "", deleted: null, favourite: false, pinned: false, template: false, opened: null, own: true, editable: true, rights: { nest: true, move: true, delete: true }, updated: 0, offline: true, status: { type: "synced" }, uploads: [], ...rest,
});
const notes = (...all: NoteSummary[]) => Object.fromEntries(all.map((one) => [one.id, one]));

const family = notes(
  note("a"),
  note("a1", { parent: "a", place: "1" }),
  note("a2", { parent: "a", place: "2" }),
  note("a3", { parent: "a", place: "3" }),
  note("b"),
  note("theirs", { own: false, rights: { nest: true, move: false, delete: false } }),
  note("gone", { deleted: 5 }),
);

test("a note goes under the one it is dropped on, as its last", () => {
  expect(dropOf(family, "b", "a", "on")).toEqual({ parent: "a", after: "a3" });
  expect(dropOf(family, "a3", "a", "on")).toEqual({ parent: "a", after: "a2" });
  expect(dropOf(family, "a1", "b", "on")).toEqual({ parent: "b", after: null });
});

test("a note goes between those it is dropped between", () => {
  expect(dropOf(family, "b", "a1", "before")).toEqual({ parent: "a", after: null });
  expect(dropOf(family, "b", "a2", "before")).toEqual({ parent: "a", after: "a1" });
  expect(dropOf(family, "a1", "a3", "before")).toEqual({ parent: "a", after: "a2" });
  expect(dropOf(family, "a3", "a1", "after")).toEqual({ parent: "a", after: "a1" });
});

test("at the top a note has no order of its own", () => {
  expect(dropOf(family, "a1", "b", "before")).toEqual({ parent: null, after: null });
  expect(dropOf(family, "a1", "section-mine", "on")).toEqual({ parent: null, after: null });
});

test("nothing is dropped into itself, into the trash or into what the server does not let be moved", () => {
  for (const [dragged, target] of [["a", "a"], ["a", "a2"], ["b", "gone"], ["b", "theirs"], ["theirs", "a"], ["gone", "a"], ["b", "nowhere"], ["b", "section-trash"]] as const) {
    expect(dropOf(family, dragged, target, "on")).toBe(null);
  }
});

test("what was opened last comes first, and what was never opened not at all", () => {
  const some = notes(note("a", { opened: 1 }), note("b", { opened: 9 }), note("c"), note("d", { opened: 10, deleted: 1 }));
  const recent = tree(some, "en").find(({ name }) => name === "recent");
  expect(recent?.branches.map(({ key }) => key)).toEqual(["recent-b", "recent-a"]);
  expect(recent?.branches.map(({ key }) => noteOf(key))).toEqual(["b", "a"]);
});
