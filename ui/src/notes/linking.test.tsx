// The menus that link to notes while writing, in the real editor.
import { mockConvertFileSrc, mockIPC } from "../../tests/mocks";
import { BlockNoteEditor } from "@blocknote/core";
import { act, screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { draw } from "../../tests/render";
import type { Event } from "../backend/generated/Event";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { NotePane } from "./NotePane";
import { hearReplica, openReplica } from "./replica";
import { noNotes, reduceNotes, useNotes } from "./store";

const note = (id: string, title: string): NoteSummary => ({
  id, title, parent: null, place: "", deleted: null, favourite: false, pinned: false, opened: null, own: true, editable: true, updated: 0, offline: true, status: { type: "synced" }, uploads: [],
});

let calls: unknown[][];
let replies: Record<string, unknown>;
let opened = 0;

function hear(event: Event) {
  act(() => {
    useNotes.setState((state) => reduceNotes(state, event));
    hearReplica(event);
  });
}

beforeEach(() => {
  [calls, replies, opened] = [[], {}, opened + 1];
  useNotes.setState(noNotes, true);
  mockConvertFileSrc("linux");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(new Uint8Array(Y.encodeStateAsUpdate(new Y.Doc())))));
  // Menus are shown where there is room for them.
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(DOMRect.fromRect({ width: 9, height: 9 }));
  mockIPC((_, payload) => {
    const { name, args }: { name: string; args: unknown } = JSON.parse(JSON.stringify(payload));
    calls.push([name, args]);
    return replies[name] ?? null;
  });
});

/** A note that is written in. */
async function writing() {
  const id = `a${opened.toString()}`;
  hear({ type: "notesChanged", reset: true, notes: [note(id, "This one"), note("plan", "Plan of May"), note("trip", "Trip to Warsaw")], removed: [], complete: true });
  draw(<NotePane note={id} me={{ id: "alice@example.org", name: "Alice" }} onOpen={() => undefined} talking={false} onTalk={() => undefined} />);
  hear({ type: "noteOpened", note: id, here: true });
  const dom = await screen.findByTestId("note-editor", undefined, { timeout: 20_000 });
  const { editor } = openReplica(id).state.getState();
  if (!(editor instanceof BlockNoteEditor)) throw new Error("no editor");
  const view = editor.prosemirrorView;
  const letter = (text: string) => {
    const { from, to } = view.state.selection;
    const plain = () => view.state.tr.insertText(text);
    const handled = view.someProp("handleTextInput", (handle) => handle(view, from, to, text, plain));
    if (handled !== true) view.dispatch(plain());
  };
  const type = (text: string) => { for (const one of text) act(() => { letter(one); }); };
  const press = (key: string) => act(() => { dom.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true })); });
  const link = () => {
    let found: unknown;
    view.state.doc.descendants(({ type, attrs }) => { if (type.name === "interlinkingLinkInline") found = attrs; });
    return found;
  };
  return { view, type, press, link };
}

test.each(["", "see [", "see "])("two brackets after “%s” offer notes, and give way to the one that is chosen", async (before) => {
  const { view, type, press, link } = await writing();
  type(`${before}[[plan`);
  expect(await screen.findByRole("option", { name: "Plan of May" })).toBeDefined();
  expect(screen.queryByRole("option", { name: "Trip to Warsaw" })).toBe(null);
  press("Enter");
  expect(link()).toEqual({ docId: "plan", title: "Plan of May", trigger: "@", disabled: false });
  expect(view.state.doc.textContent).toBe(`${before} `);
});

test("one bracket offers nothing, and Escape leaves two as they were typed", async () => {
  const { view, type, press, link } = await writing();
  type("a [");
  expect(document.querySelector("[data-decoration-id]")).toBe(null);
  type("[pl");
  await screen.findByRole("listbox");
  press("Escape");
  await waitFor(() => { expect(screen.queryByRole("listbox")).toBe(null); });
  type("an");
  expect(view.state.doc.textContent).toBe("a [[plan");
  expect(link()).toBeUndefined();
});
