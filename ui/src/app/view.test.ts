import { expect, test } from "vitest";
import { back, firstView, goTo, openIn, placesIn, pressPart, viewOf } from "./view";
import { matching } from "./actions";

test("a note, a room and a conversation open where they belong", () => {
  expect(goTo(firstView, { type: "room", id: "!r" })).toMatchObject({ part: "chat", room: "!r" });
  expect(goTo({ ...firstView, part: "chat" }, { type: "note", id: "n" })).toMatchObject({ part: "notes", note: "n" });
  expect(goTo(firstView, { type: "conversation", id: "c" })).toMatchObject({ part: "notes", side: "assistant", conversation: "c" });
});

test("each part remembers what was open in it", () => {
  const both = goTo(goTo(firstView, { type: "note", id: "n" }), { type: "room", id: "!r" });
  expect(openIn(pressPart(both, "notes"))).toBe("n");
});

test("the next start shows what was open", () => {
  const ready = { notes: "ready", chat: "ready", assistant: "ready" } as const;
  const open = [{ type: "conversation", id: "c" }, { type: "note", id: "n" }, { type: "room", id: "!r" }] as const;
  const view = open.reduce(goTo, firstView);
  expect(viewOf(ready, placesIn(view))).toEqual(view);
  expect(viewOf({ ...ready, chat: "absent" }, placesIn(view))).toMatchObject({ part: "notes", note: "n", room: null });
  expect(placesIn({ ...view, side: null })).toHaveLength(2);
  expect(viewOf({ ...ready, notes: "absent" }, [])).toMatchObject({ part: "chat" });
});

test("a part pressed again hides its list and shows it again", () => {
  const hidden = pressPart(firstView, "notes");
  expect([hidden.list, pressPart(hidden, "notes").list]).toEqual([false, true]);
});

test("one step back leads to the list", () => {
  expect(back({ ...goTo(firstView, { type: "note", id: "n" }), list: false })).toMatchObject({ note: null, list: true });
});

test("an action is found without its accents, and by any of its words", () => {
  const acts = ["Ouvrir les paramètres", "Paramètre"].map((label) => ({ id: label, label, onAct: () => undefined }));
  expect(matching(acts, "parametre").map(({ label }) => label)).toEqual(["Paramètre", "Ouvrir les paramètres"]);
  expect(matching(acts, "les ouvrir").map(({ label }) => label)).toEqual(["Ouvrir les paramètres"]);
});
