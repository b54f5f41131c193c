// The menus that link to notes while writing, in the real editor.
import { mockConvertFileSrc } from "../../tests/mocks";
import { BlockNoteEditor } from "@blocknote/core";
import { act, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { outlineOf } from "../../tests/blocks";
import { draw } from "../../tests/render";
import { replying } from "../../tests/shell";
import type { Event } from "../backend/generated/Event";
import type { Member } from "../backend/generated/Member";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import type { Person } from "../backend/generated/Person";
import { NotePane } from "./NotePane";
import { hearReplica, openReplica } from "./replica";
import { noNotes, reduceNotes, useNotes } from "./store";

const note = (id: string, title: string): NoteSummary => ({
  id, title, parent: null, place: "", deleted: null, favourite: false, pinned: false, template: false, opened: null, own: true, editable: true, rights: { nest: true, move: true, delete: true }, updated: 0, offline: true, status: { type: "synced" }, uploads: [],
});

let calls: unknown[][];
let replies: Record<string, unknown>;
let people: Person[];
let opened = 0;

function hear(event: Event) {
  act(() => {
    useNotes.setState((state) => reduceNotes(state, event));
    hearReplica(event);
  });
}

beforeEach(() => {
  [calls, replies, people, opened] = [[], {}, [], opened + 1];
  useNotes.setState(noNotes, true);
  mockConvertFileSrc("linux");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(new Uint8Array(Y.encodeStateAsUpdate(new Y.Doc())))));
  // Menus are shown where there is room for them.
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(DOMRect.fromRect({ width: 9, height: 9 }));
  replying(calls, () => replies);
});

/** A note that is written in. */
async function writing(online = true) {
  const id = `a${opened.toString()}`;
  hear({ type: "notesChanged", reset: true, notes: [note(id, "This one"), note("plan", "Plan of May"), note("trip", "Trip to Warsaw")], removed: [], complete: true });
  hear({ type: "connectionChanged", online, since: 0 });
  draw(<NotePane note={id} me={{ id: "alice@example.org", name: "Alice" }} people={() => people} onOpen={() => undefined} talking={false} onTalk={() => undefined} />);
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
  return { id, view, editor, type, press, link };
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

const member = (name: string, email: string | null, isMe = false): Member => ({
  access: name, who: { id: name, name, email }, role: "editor", isMe, inherited: false, roles: [], removable: false,
});
const shared = (...members: Member[]) => ({ address: "https://docs.example/docs/a/", link: { reach: "restricted", role: null }, fromAbove: null, choices: [], members, invitations: [], requests: [], grants: [], mayLeave: false, mayAsk: false });
const offered = () => screen.queryAllByRole("option").map((option) => option.textContent);

test("@ offers notes and, below them, those who have the note and those seen elsewhere, by their addresses", async () => {
  replies["sharing_read"] = shared(member("Alice", "alice@example.org", true), member("Petra Lang", "petra@example.org"), member("Nobody", null));
  people = [{ id: "@paul:example.org", name: "Paul" }];
  const { type, press, editor } = await writing();
  type("@");
  await waitFor(() => { expect(offered()).toEqual(["Plan of May", "Trip to Warsaw", "Petra Langpetra@example.org", "Paul@paul:example.org"]); });
  expect(within(screen.getByRole("listbox")).getByText("People")).toBeDefined();
  type("paul");
  await waitFor(() => { expect(offered()).toEqual(["Paul@paul:example.org"]); });
  press("Enter");
  expect(outlineOf(editor.document)[0]).toBe("paragraph [@Paul](https://matrix.to/#/@paul:example.org)");
});

test("those whom the server finds are offered once it has answered, and nobody is let in by being mentioned", async () => {
  let answer: (found: unknown) => void = () => undefined;
  replies["colleagues_find"] = new Promise((done) => { answer = done; });
  const { id, type, press, editor } = await writing();
  type("see @joos");
  await waitFor(() => { expect(offered()).toEqual(["Looking for people…"]); });
  expect(screen.getAllByRole("status").some(({ textContent }) => textContent === "Looking for people…")).toBe(true);
  await waitFor(() => { expect(calls).toContainEqual(["colleagues_find", { note: id, text: "joos" }]); });
  await act(() => { answer([{ id: "u7", name: "Joost de Vries", email: "joost@example.org" }, { id: "u8", name: "Joosje", email: null }]); return Promise.resolve(); });
  await waitFor(() => { expect(offered()).toEqual(["Joost de Vriesjoost@example.org"]); });
  press("Enter");
  expect(outlineOf(editor.document)[0]).toBe("paragraph see [@Joost de Vries](mailto:joost@example.org)");
  expect(calls.map(([name]) => name).filter((name) => name === "access_give" || name === "invitation_send")).toEqual([]);
});

test("Enter while people are looked for leaves what was typed", async () => {
  replies["colleagues_find"] = new Promise(() => undefined);
  const { type, press, view } = await writing();
  type("see @joos");
  await waitFor(() => { expect(offered()).toEqual(["Looking for people…"]); });
  press("Enter");
  expect(view.state.doc.textContent).toBe("see @joos");
});

test("a search that failed is said, and one that found nobody ends the menu", async () => {
  replies["colleagues_find"] = new Error("busy");
  const { type } = await writing();
  type("@joos");
  await waitFor(() => { expect(screen.getByRole("listbox").textContent).toBe("People could not be searched for."); });
  replies["colleagues_find"] = [];
  type("t");
  await waitFor(() => { expect(screen.getByRole("listbox").textContent).toBe("No items found"); });
});

test("without a network nothing is asked, and those who were seen are there", async () => {
  people = [{ id: "@paul:example.org", name: "Paul" }];
  const { type } = await writing(false);
  type("@");
  await waitFor(() => { expect(offered()).toContain("Paul@paul:example.org"); });
  type("pau");
  await waitFor(() => { expect(offered()).toEqual(["Paul@paul:example.org"]); });
  expect(calls.map(([name]) => name).filter((name) => name === "sharing_read" || name === "colleagues_find")).toEqual([]);
});
