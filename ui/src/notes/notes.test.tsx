// The list and the pane as an agent uses them.
import { mockConvertFileSrc } from "../../tests/mocks";
import { BlockNoteEditor } from "@blocknote/core";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { AllSelection, TextSelection } from "prosemirror-state";
import { beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { expectNoViolations } from "../../tests/axe";
import { noteOf } from "../../tests/note";
import { draw } from "../../tests/render";
import { replying } from "../../tests/shell";
import type { Event } from "../backend/generated/Event";
import type { Language } from "../backend/generated/Language";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { linkItems } from "./links";
import { NotePane } from "./NotePane";
import { NotesList } from "./NotesList";
import { hearReplica, openReplica } from "./replica";
import { noNotes, reduceNotes, useNotes } from "./store";

const note = (id: string, rest: Partial<NoteSummary> = {}): NoteSummary => ({
  id, title: `Note ${id}`, parent: null, place: "", deleted: null, favourite: false, pinned: false, template: false, opened: null, own: true, editable: true, rights: { nest: true, move: true, delete: true }, updated: 0, offline: true, status: { type: "synced" }, uploads: [], ...rest,
});
const listed = (notes: NoteSummary[], complete = true): Event => ({ type: "notesChanged", reset: true, notes, removed: [], complete });
const me = { id: "@alice:fr", name: "Alice" };

let calls: unknown[][];
let replies: Record<string, unknown>;
let stateOf: Y.Doc;

function hear(event: Event) {
  act(() => {
    useNotes.setState((state) => reduceNotes(state, event));
    hearReplica(event);
  });
}

beforeEach(() => {
  [calls, replies] = [[], {}];
  stateOf = new Y.Doc();
  useNotes.setState(noNotes, true);
  mockConvertFileSrc("linux");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(new Uint8Array(Y.encodeStateAsUpdate(stateOf)))));
  replying(calls, () => replies);
});

test("a first sync says how far it has come", async () => {
  render(<NotesList selected={null} onOpen={() => undefined} />);
  const many = Array.from({ length: 40 }, (_, index) => note(`n${index.toString()}`, { offline: index < 10 }));
  hear({ type: "connectionChanged", online: true, since: 0 });
  hear(listed(many, false));
  expect(screen.getByTestId("notes-fetching").textContent).toContain("10 of 40");
  await expectNoViolations();
  hear(listed(many.map((one) => ({ ...one, offline: true }))));
  expect(screen.queryByTestId("notes-fetching")).toBe(null);
});

test("the list draws its four states", async () => {
  render(<NotesList selected={null} onOpen={() => undefined} />);
  expect(screen.getByRole("status")).toBeDefined();
  hear(listed([], true));
  expect(screen.getByText("No notes yet")).toBeDefined();
  await expectNoViolations();
  replies["note_create"] = new Error("no room");
  await userEvent.click(screen.getByTestId("note-new"));
  expect(await screen.findByRole("alert")).toBeDefined();
  hear(listed([note("a"), note("b", { parent: "a" }), note("c", { status: { type: "failed", why: { type: "forbidden" } } })]));
  expect(screen.getByTestId("note-row-a")).toBeDefined();
  expect(within(screen.getByTestId("note-row-c")).getByRole("img").getAttribute("aria-label")).toContain("Will not be sent.");
  await expectNoViolations();
});

test("a new note is opened when it is made", async () => {
  const opened: string[] = [];
  replies["note_create"] = "new";
  render(<NotesList selected={null} onOpen={(id) => opened.push(id)} />);
  await userEvent.click(screen.getByTestId("note-new"));
  await waitFor(() => { expect(opened).toEqual(["new"]); });
});

test("arrows walk the tree, open it, and Enter opens a note", async () => {
  const opened: string[] = [];
  render(<NotesList selected={null} onOpen={(id) => opened.push(id)} />);
  hear(listed([note("a"), note("b", { parent: "a" })]));
  expect(screen.queryByTestId("note-row-b")).toBe(null);
  screen.getByRole("treegrid").focus();
  await userEvent.keyboard("{ArrowDown}{ArrowRight}{ArrowDown}{Enter}");
  expect(screen.getByTestId("note-row-b")).toBeDefined();
  expect(opened.at(-1)).toBe("b");
});

async function openPane(summary = note("a"), language: Language = "en") {
  hear(listed([summary]));
  const view = draw(<NotePane note={summary.id} me={me} people={() => []} onOpen={() => undefined} talking={false} onTalk={() => undefined} />, language);
  hear({ type: "noteOpened", note: summary.id, here: true });
  return { ...view, editor: await screen.findByTestId("note-editor", undefined, { timeout: 20_000 }) };
}

test("an open note has a title, a text and a status, and is accessible", async () => {
  const { editor, unmount } = await openPane();
  expect(editor.getAttribute("contenteditable")).toBe("true");
  expect(editor.getAttribute("aria-label")).toBe("Text of the note");
  expect(screen.getByTestId("note-status").textContent).toBe("Saved on this computerSynced");
  await expectNoViolations(screen.getByRole("main"));
  unmount();
  await waitFor(() => { expect(calls.at(-1)).toEqual(["note_close", "a"]); });
});

test("text and title are checked for their spelling in the agent's language", async () => {
  const { editor } = await openPane(note("s"), "fr");
  for (const field of [editor, screen.getByTestId("note-title")]) {
    expect([field.getAttribute("spellcheck"), field.getAttribute("lang")]).toEqual(["true", "fr"]);
  }
});

test("a note that may not be changed says so and cannot be typed into", async () => {
  const { editor } = await openPane(note("r", { editable: false }));
  expect(editor.getAttribute("contenteditable")).toBe("false");
  expect(screen.getByTestId("note-title").hasAttribute("readonly")).toBe(true);
  expect(screen.getByText("You can read this note but not change it.")).toBeDefined();
});

test("a reader copies from a note, but has no menu, ticks no box and picks no language", async () => {
  stateOf = noteOf([
    { id: "c", name: "checkListItem", attributes: { backgroundColor: "default", textColor: "default", textAlignment: "left", checked: false }, children: ["do"] },
    { id: "d", name: "codeBlock", attributes: { language: "rust" }, children: ["fn"] },
  ]);
  const { editor } = await openPane(note("r", { editable: false }));
  const box = within(editor).getByRole("checkbox");
  await userEvent.click(box);
  expect(box).toHaveProperty("checked", false);
  expect(within(editor).getByRole("combobox")).toHaveProperty("disabled", true);
  const { editor: made } = openReplica("r").state.getState();
  if (!(made instanceof BlockNoteEditor)) throw new Error("no editor");
  act(() => { made.prosemirrorView.dispatch(made.prosemirrorState.tr.setSelection(new AllSelection(made.prosemirrorState.doc))); });
  await new Promise((done) => setTimeout(done, 300));
  expect(document.querySelector(".bn-formatting-toolbar *, .bn-side-menu, .bn-suggestion-menu")).toBe(null);
  expect(made.prosemirrorView.serializeForClipboard(made.prosemirrorState.selection.content()).text).toContain("do");
  expect(calls.filter(([name]) => name === "note_push")).toEqual([]);
});

test("a text is guarded against being changed by accident, and written in again", async () => {
  await openPane();
  const writable = () => screen.getByTestId("note-editor").getAttribute("contenteditable");
  await userEvent.keyboard("{Control>}{Shift>}e{/Shift}{/Control}");
  await waitFor(() => { expect(writable()).toBe("false"); });
  expect(screen.getByTestId("note-title").hasAttribute("readonly")).toBe(true);
  expect(screen.getByText("Reading mode: nothing you type changes this note.")).toBeDefined();
  await expectNoViolations(screen.getByRole("main"));
  await userEvent.click(screen.getByTestId("reading-end"));
  await waitFor(() => { expect(writable()).toBe("true"); });
  await userEvent.click(screen.getByTestId("note-menu"));
  await userEvent.click(await screen.findByRole("menuitem", { name: /Reading mode/ }));
  await waitFor(() => { expect(writable()).toBe("false"); });
});

test("a reader is offered no reading mode", async () => {
  await openPane(note("r", { editable: false }));
  await userEvent.click(screen.getByTestId("note-menu"));
  expect(await screen.findByRole("menuitem", { name: "Duplicate" })).toBeDefined();
  expect(screen.queryByRole("menuitem", { name: /Reading mode/ })).toBe(null);
});

test("a title is stored when Enter is pressed, and kept in the field when it is not stored", async () => {
  await openPane(note("t"));
  replies["note_rename"] = new Error("busy");
  const title = screen.getByTestId("note-title");
  await userEvent.clear(title);
  await userEvent.type(title, "Plan{Enter}");
  expect(calls).toContainEqual(["note_rename", { note: "t", title: "Plan" }]);
  expect(await screen.findByRole("alert")).toBeDefined();
  expect(title).toHaveProperty("value", "Plan");
});

test("a note that was deleted can be taken out of the trash, from its pane and from the list", async () => {
  await openPane(note("d"));
  await userEvent.click(screen.getByTestId("note-menu"));
  await userEvent.click(await screen.findByText("Delete note"));
  expect(calls).toContainEqual(["note_delete", "d"]);
  hear(listed([note("d", { deleted: 1 })]));
  expect(await screen.findByText("“Note d” was deleted.")).toBeDefined();
  await userEvent.click(screen.getByTestId("note-undo"));
  expect(calls.filter(([name]) => name === "note_restore")).toEqual([["note_restore", "d"]]);
});

test("a note is marked, copied, moved under another and beside another from its menu", async () => {
  const opened: string[] = [];
  replies["note_duplicate"] = "copy";
  render(<NotesList selected="b" onOpen={(id) => opened.push(id)} />);
  hear(listed([note("a"), note("b", { parent: "a", place: "a2" }), note("c", { parent: "a", place: "a1" }), note("e")]));
  const choose = async (label: string) => {
    await userEvent.click(screen.getByTestId("note-actions-b"));
    await userEvent.click(await screen.findByRole("menuitem", { name: label }));
  };
  await choose("Add to favourites");
  await choose("Duplicate");
  await choose("Move up");
  await choose("Move to…");
  await expectNoViolations(await screen.findByRole("dialog"));
  await userEvent.type(screen.getByTestId("move-find"), "note e");
  await userEvent.click(screen.getByRole("option", { name: "Note e" }));
  expect(calls.slice(-4)).toEqual([
    ["note_favour", { note: "b", favourite: true }],
    ["note_duplicate", { note: "b", title: "Copy of Note b" }],
    ["note_move", { note: "b", parent: "a", after: null }],
    ["note_move", { note: "b", parent: "e", after: null }],
  ]);
  expect(opened).toContain("copy");
});

test("the link of a note is copied from its menu, and when that fails it is said", async () => {
  const user = userEvent.setup();
  render(<NotesList selected={null} onOpen={() => undefined} />);
  hear(listed([note("b")]));
  const choose = async () => {
    await user.click(screen.getByTestId("note-actions-b"));
    await user.click(await screen.findByRole("menuitem", { name: "Copy link" }));
  };
  replies["note_address"] = "https://docs.example/docs/b/";
  await choose();
  expect(await screen.findByText("Copied")).toBeDefined();
  expect(await navigator.clipboard.readText()).toBe("https://docs.example/docs/b/");
  replies["note_address"] = new Error("no network");
  await choose();
  expect(await screen.findByRole("dialog")).toBeDefined();
  expect(screen.queryByText("Copied")).toBe(null);
});

test("what the server refused is said until it was read", async () => {
  render(<NotesList selected={null} onOpen={() => undefined} />);
  hear(listed([note("a")]));
  hear({ type: "noteRefused", note: "a" });
  expect(screen.getByRole("alert").textContent).toContain("The server left “Note a” where it was.");
  await userEvent.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.queryByRole("alert")).toBe(null);
});

test("words are found in the open note, walked through and closed again", async () => {
  await openPane(note("a"));
  await userEvent.keyboard("{Control>}f{/Control}");
  const input = await screen.findByTestId("find-input");
  await expectNoViolations(screen.getByRole("search"));
  await userEvent.type(input, "nowhere");
  expect(screen.getByTestId("find-count").textContent).toBe("Not found");
  await userEvent.keyboard("{Escape}");
  await waitFor(() => { expect(screen.queryByRole("search")).toBe(null); });
});

test("a link to another note is offered by its title, changed last first", () => {
  const notes = [note("old", { title: "Plan of May", updated: 1 }), note("new", { title: "Plan of June", updated: 2 }), note("gone", { title: "Plan", deleted: 1 })];
  const inserted: string[] = [];
  const items = linkItems(notes, "plan", "Untitled", (id, title) => inserted.push(`${id}: ${title}`));
  expect(items.map((item) => item.title)).toEqual(["Plan of June", "Plan of May"]);
  items[0]?.onItemClick();
  expect(inserted).toEqual(["new: Plan of June"]);
});

test("the outline says how long the open note is, and that it has no headings", async () => {
  await openPane(note("a"));
  await userEvent.click(screen.getByTestId("note-outline"));
  const panel = await screen.findByRole("dialog");
  expect(panel.textContent).toContain("This note has no headings.");
  expect(screen.getByTestId("note-length").textContent).toBe("Words: 0 · Characters: 0");
  await expectNoViolations(panel);
});

/** The editor of the open note, with a text selected in it. */
async function writingPane() {
  const { editor: dom } = await openPane();
  const { editor } = openReplica("a").state.getState();
  if (!(editor instanceof BlockNoteEditor)) throw new Error("no editor");
  const type = (text: string) => act(() => {
    const { from, to } = editor.prosemirrorState.selection;
    const view = editor.prosemirrorView;
    const plain = () => view.state.tr.insertText(text);
    const handled = view.someProp("handleTextInput", (handle) => handle(view, from, to, text, plain));
    if (handled !== true) view.dispatch(plain());
  });
  return { dom, editor, type };
}

test.each(["/", "@", ":"])("%s opens its menu while writing", async (sign) => {
  const { type } = await writingPane();
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockReturnValue(DOMRect.fromRect({ width: 9, height: 9 }));
  expect(document.querySelector("[data-decoration-id]")).toBe(null);
  type(sign);
  await waitFor(() => { expect(document.querySelector("[data-decoration-id]")).not.toBe(null); });
});

test("Ctrl+K with text selected asks for the address of a link, and leaves the palette alone", async () => {
  const { dom, editor, type } = await writingPane();
  type("word");
  act(() => { editor.prosemirrorView.dispatch(editor.prosemirrorState.tr.setSelection(new AllSelection(editor.prosemirrorState.doc))); });
  await waitFor(() => { expect(document.querySelector(".bn-formatting-toolbar")).not.toBe(null); });
  const event = new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true, cancelable: true });
  act(() => { dom.dispatchEvent(event); });
  expect(event.defaultPrevented).toBe(true);
});

test("a link at the cursor is opened as every link of the window is", async () => {
  const open = vi.spyOn(window, "open");
  replies["link_note"] = null;
  const { editor, type } = await writingPane();
  type("word");
  act(() => {
    editor.prosemirrorView.dispatch(editor.prosemirrorState.tr.setSelection(new AllSelection(editor.prosemirrorState.doc)));
    editor.createLink("https://www.example.org/");
    editor.prosemirrorView.dispatch(editor.prosemirrorState.tr.setSelection(TextSelection.near(editor.prosemirrorState.doc.resolve(4))));
  });
  await userEvent.click(await screen.findByRole("button", { name: "Open in new tab" }));
  await waitFor(() => { expect(calls).toContainEqual(["link_open", "https://www.example.org/"]); });
  expect(open).not.toHaveBeenCalled();
});
