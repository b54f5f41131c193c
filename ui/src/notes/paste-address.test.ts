// An address that is pasted alone: on a selection, and where it leads to a note that is known here.
import { mockIPC } from "../../tests/mocks";
import { BlockNoteEditor } from "@blocknote/core";
import { TextSelection } from "prosemirror-state";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { outlineOf } from "../../tests/blocks";
import { block, noteOf } from "../../tests/note";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { textOf } from "../text/use-text";
import { onlyAddress } from "./paste-address";
import { paste } from "./pasting";
import { schema } from "./schema";
import { noNotes, useNotes } from "./store";

const { notes: words } = textOf("en");
const NOTE = "https://docs.example/docs/7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0001/";

const summary = (rest: Partial<NoteSummary> = {}): NoteSummary => ({
  id: "plan", title: "Plan of June", parent: null, place: "", deleted: null, favourite: false, pinned: false, template: false, opened: null, own: true, editable: true, rights: { nest: true, move: true, delete: true }, updated: 0, offline: true, status: { type: "synced" }, uploads: [], ...rest,
});

let answer: () => void;
let asked: number;

beforeEach(() => {
  asked = 0;
  vi.stubGlobal("ClipboardEvent", Event);
  useNotes.setState({ ...noNotes, known: true, notes: { plan: summary() } }, true);
  mockIPC((_, payload) => {
    const { args }: { args: string } = JSON.parse(JSON.stringify(payload));
    asked += 1;
    return new Promise((done) => { answer = () => { done(args === NOTE ? "plan" : null); }; });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function writing() {
  const editor = BlockNoteEditor.create({
    schema: schema({ ...words.blocks, untitled: words.untitled }, () => undefined),
    collaboration: { fragment: noteOf([block("a", "")]).getXmlFragment("document-store"), user: { name: "Alice", color: "#0b6e99" } },
    _tiptapOptions: { enablePasteRules: false },
  });
  editor.mount(document.body.appendChild(document.createElement("div")));
  editor.setTextCursorPosition("a", "end");
  editor.transact((step) => step.insertText("See "));
  const put = (text: string, { html = "", plainly = false } = {}) => {
    const data: Record<string, string> = { "text/plain": text, "text/html": html };
    const clipboardData = { types: Object.keys(data), files: [], getData: (type: string) => data[type] ?? "" };
    paste({ event: { clipboardData }, editor, plainly, untitled: words.untitled, defaultPasteHandler: () => false });
  };
  const answered = async () => {
    answer();
    await new Promise((done) => setTimeout(done));
  };
  const text = () => outlineOf(editor.document)[0];
  const link = () => {
    let found: unknown;
    editor.prosemirrorState.doc.descendants(({ type, attrs }) => { if (type.name === "interlinkingLinkInline") found = attrs; });
    return found;
  };
  return { editor, put, answered, text, link };
}

test("the address of a note that is known becomes a link to it, and one step back the address", async () => {
  const { editor, put, answered, text, link } = writing();
  put(`${NOTE}\n`);
  expect(text()).toBe(`paragraph See [${NOTE}](${NOTE})`);
  await answered();
  expect(link()).toEqual({ docId: "plan", title: "Plan of June", trigger: "@", disabled: false });
  expect(editor.prosemirrorState.doc.textContent).toBe("See ");
  editor.undo();
  expect(text()).toBe(`paragraph See [${NOTE}](${NOTE})`);
  expect(link()).toBeUndefined();
  editor.undo();
  expect(text()).toBe("paragraph See");
});

test.each([
  ["is not known", {}],
  ["lies in the trash", { plan: summary({ deleted: 1 }) }],
])("the address of a note that %s stays as it is", async (_, notes) => {
  useNotes.setState({ notes });
  const { editor, put, answered, link } = writing();
  put(NOTE);
  await answered();
  expect(link()).toBeUndefined();
  expect(editor.prosemirrorState.doc.textContent).toBe(`See ${NOTE}`);
});

test("what was changed before the answer stays as it is, and what was only asked for as text too", async () => {
  const { editor, put, answered, link } = writing();
  put(NOTE);
  editor.transact((step) => step.insertText("New: ", 3));
  const changed = editor.prosemirrorState.doc.textContent;
  await answered();
  expect([editor.prosemirrorState.doc.textContent, link()]).toEqual([changed, undefined]);
  put(NOTE, { plainly: true });
  await new Promise((done) => setTimeout(done));
  expect(asked).toBe(1);
});

test("an address that is pasted on a selection makes a link of it", () => {
  const { editor, put, text } = writing();
  const { doc, tr } = editor.prosemirrorState;
  const end = doc.content.size - 3;
  editor.prosemirrorView.dispatch(tr.setSelection(TextSelection.create(doc, end - 4, end - 1)));
  put(NOTE, { html: `<a href="${NOTE}">${NOTE}</a>` });
  expect(text()).toBe(`paragraph [See](${NOTE})`);
});

test("an address is alone only when nothing else was copied with it", () => {
  const page = (inner: string) => `<html><body><!--StartFragment-->${inner}<!--EndFragment--></body></html>`;
  expect(onlyAddress(` ${NOTE}\n`, "")).toBe(NOTE);
  expect(onlyAddress(NOTE, page(`<a href="${NOTE}">${NOTE}</a>`))).toBe(NOTE);
  const others = [["See it", ""], [`${NOTE} ${NOTE}`, ""], ["ftp://example.org", ""], ["https://", ""], [NOTE, page(`<a href="${NOTE}">Plan</a>`)], [NOTE, page(`<a href="https://evil.example/">${NOTE}</a>`)]];
  expect(others.map(([text = "", html = ""]) => onlyAddress(text, html))).toEqual(others.map(() => null));
});
