// Following a colleague: their cursor stays in sight as it moves, and the agent's own way ends it.
import { mockConvertFileSrc } from "../../tests/mocks";
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { expectNoViolations } from "../../tests/axe";
import { block, copyOf, noteOf } from "../../tests/note";
import { draw } from "../../tests/render";
import { shell } from "../../tests/shell";
import type { Event } from "../backend/generated/Event";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { toBase64 } from "./bytes";
import { NotePane } from "./NotePane";
import { hearReplica } from "./replica";
import { noNotes, reduceNotes, useNotes } from "./store";

const summary: NoteSummary = {
  id: "a", title: "Plan", parent: null, place: "", deleted: null, favourite: false, pinned: false, template: false, own: true, editable: true, rights: { nest: true, move: true, delete: true }, updated: 0, opened: 0, offline: true, status: { type: "synced" }, uploads: [],
};

let shown: string[];
let theirs: Awareness;

function hear(event: Event) {
  act(() => {
    useNotes.setState((state) => reduceNotes(state, event));
    hearReplica(event);
  });
}

/** What the colleague's window tells. */
const tell = () => { hear({ type: "presenceChanged", note: "a", awareness: toBase64(encodeAwarenessUpdate(theirs, [theirs.doc.clientID])) }); };

function moveTo(text: number) {
  const texts = [...theirs.doc.getXmlFragment("document-store").createTreeWalker((part) => part instanceof Y.XmlText)];
  const found = texts[text];
  if (!(found instanceof Y.XmlText)) throw new Error("no text there");
  const head = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(found, 1));
  theirs.setLocalStateField("cursor", { anchor: head, head });
  tell();
}

beforeEach(async () => {
  shown = [];
  shell();
  mockConvertFileSrc("linux");
  useNotes.setState(noNotes, true);
  Element.prototype.scrollIntoView = function () { shown.push(this.textContent ?? ""); };
  const doc = noteOf([block("1", "first"), block("2", "second"), block("3", "third")]);
  theirs = new Awareness(copyOf(doc));
  theirs.setLocalState({ user: { name: "Bea", color: "#a03a13" } });
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(new Uint8Array(Y.encodeStateAsUpdate(doc)))));
  hear({ type: "notesChanged", reset: true, notes: [summary], removed: [], complete: true });
  draw(<NotePane note="a" me={{ id: "@alice:fr", name: "Alice" }} people={() => []} onOpen={() => undefined} talking={false} onTalk={() => undefined} />);
  hear({ type: "noteOpened", note: "a", here: true });
  await screen.findByTestId("note-editor", undefined, { timeout: 20_000 });
});

async function followBea() {
  moveTo(2);
  await userEvent.click(await screen.findByRole("button", { name: "Follow Bea" }));
  await screen.findByTestId("following");
}

const ended = () => waitFor(() => { expect(screen.queryByTestId("following")).toBe(null); });

test("nobody else is there until somebody comes, and nobody is when they have left", async () => {
  expect(screen.queryByTestId("company")).toBe(null);
  tell();
  expect(screen.getByTestId("company").textContent).toBe("B");
  await expectNoViolations(screen.getByRole("main"));
  theirs.setLocalState(null);
  tell();
  expect(screen.queryByTestId("company")).toBe(null);
});

test("the cursor that is followed is brought into sight at once and whenever it moves", async () => {
  moveTo(0);
  expect(shown).toEqual([]);
  await followBea();
  expect(screen.getByTestId("following").textContent).toContain("You are following Bea");
  expect(shown.at(-1)).toContain("hird");
  moveTo(1);
  expect(shown.at(-1)).toContain("econd");
  await expectNoViolations(screen.getByRole("main"));
});

test("a press on the same colleague, or on Stop, ends it", async () => {
  await followBea();
  await userEvent.click(screen.getByRole("button", { name: "Follow Bea" }));
  await ended();
  await followBea();
  await userEvent.click(screen.getByRole("button", { name: "Stop" }));
  await ended();
  const before = shown.length;
  moveTo(0);
  expect(shown.length).toBe(before);
});

test.each([
  ["Escape anywhere", () => fireEvent.keyDown(document.body, { key: "Escape" })],
  ["a key in the text", () => fireEvent.keyDown(screen.getByTestId("note-editor"), { key: "x" })],
  ["a turn of the wheel", () => fireEvent.wheel(screen.getByTestId("note-editor"))],
  ["a press in the text", () => fireEvent.pointerDown(screen.getByTestId("note-editor"))],
])("%s ends it", async (_, act) => {
  await followBea();
  act();
  await ended();
});

test("a key elsewhere, and Shift alone, do not end it; that the colleague leaves does", async () => {
  await followBea();
  fireEvent.keyDown(document.body, { key: "x" });
  fireEvent.keyDown(screen.getByTestId("note-editor"), { key: "Shift" });
  expect(screen.getByTestId("following")).toBeDefined();
  theirs.setLocalState(null);
  tell();
  await ended();
});
