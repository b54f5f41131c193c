// Every key that Help lists does what it says: each is pressed in the real editor. Those of the pane are in `notes.test.tsx`.
import { BlockNoteEditor } from "@blocknote/core";
import { NodeSelection, TextSelection } from "prosemirror-state";
import { afterEach, beforeEach, expect, test } from "vitest";
import { outlineOf } from "../../tests/blocks";
import { block, noteOf, table } from "../../tests/note";
import { codeKeys } from "./code-block";
import { editorKeys } from "./editor-keys";
import type { LinkTarget } from "./links";
import { moreKeys } from "./more-keys";
import { schema } from "./schema";

const words = { codeLanguage: "Language", pdf: "PDF", uploading: "Uploading", openNote: (title: string) => title, untitled: "Untitled", unlinked: { missing: "Not here", deleted: "In the trash" } };

let opened: LinkTarget[];

beforeEach(() => { opened = []; });
afterEach(() => { document.body.replaceChildren(); });

function writing(second = block("b", "two")) {
  const fragment = noteOf([block("a", "one"), second]).getXmlFragment("document-store");
  const editor = BlockNoteEditor.create({
    schema: schema(words, () => undefined),
    extensions: [codeKeys, moreKeys((link) => { opened.push(link); })],
    collaboration: { fragment, user: { name: "Alice", color: "#0b6e99" } },
  });
  editor.mount(document.body.appendChild(document.createElement("div")));
  return editor;
}

type Editor = ReturnType<typeof writing>;

/** Presses keys as they are written in the list. */
function press(editor: Editor, combination: string): void {
  const keys = combination.split("+");
  const named = keys.at(-1) ?? "";
  const key = { "↑": "ArrowUp", "↓": "ArrowDown" }[named] ?? (named.length === 1 ? named.toLowerCase() : named);
  const init = { key, ctrlKey: keys.includes("Ctrl"), altKey: keys.includes("Alt"), shiftKey: keys.includes("Shift"), bubbles: true, cancelable: true };
  editor.prosemirrorView.dom.dispatchEvent(new KeyboardEvent("keydown", init));
}

const select = (editor: Editor) => {
  editor.setTextCursorPosition("b");
  const { from, $from } = editor.prosemirrorState.selection;
  editor.prosemirrorView.dispatch(editor.prosemirrorState.tr.setSelection(TextSelection.create(editor.prosemirrorState.doc, from, from + $from.parent.content.size)));
};

test.each([
  ["Ctrl+B", "*two*"],
  ["Ctrl+I", "/two/"],
  ["Ctrl+U", "_two_"],
  ["Ctrl+Shift+S", "~two~"],
  ["Ctrl+E", "`two`"],
])("%s marks what is selected, and takes it back", (keys, expected) => {
  const editor = writing();
  select(editor);
  press(editor, keys);
  expect(outlineOf(editor.document)[1]).toBe(`paragraph ${expected}`);
  press(editor, keys);
  expect(outlineOf(editor.document)[1]).toBe("paragraph two");
});

test.each([
  ["Ctrl+Alt+1", "heading(level=1) two"],
  ["Ctrl+Alt+2", "heading(level=2) two"],
  ["Ctrl+Alt+3", "heading(level=3) two"],
  ["Ctrl+Alt+4", "heading(level=4) two"],
  ["Ctrl+Alt+5", "heading(level=5) two"],
  ["Ctrl+Alt+6", "heading(level=6) two"],
  ["Ctrl+Shift+8", "bulletListItem two"],
  ["Ctrl+Shift+7", "numberedListItem two"],
  ["Ctrl+Shift+9", "checkListItem two"],
  ["Ctrl+Shift+6", "toggleListItem two"],
  ["Ctrl+Alt+Q", "quote two"],
  ["Ctrl+Alt+C", "codeBlock(language=text) two"],
])("%s makes another block of one, and Ctrl+Alt+0 plain text of that", (keys, expected) => {
  const editor = writing();
  editor.setTextCursorPosition("b");
  press(editor, keys);
  expect(outlineOf(editor.document)[1]).toBe(expected);
  press(editor, "Ctrl+Alt+0");
  expect(outlineOf(editor.document)[1]).toBe("paragraph two");
});

test("a block of code is not made of a table", () => {
  const editor = writing(table("b", [["x", "y"], ["z", ""]]));
  editor.setTextCursorPosition("b");
  press(editor, "Ctrl+Alt+C");
  expect(outlineOf(editor.document)[1]).toBe("table");
});

test("Ctrl+Enter ticks the point of a check list, and takes the tick back", () => {
  const editor = writing();
  editor.setTextCursorPosition("b");
  press(editor, "Ctrl+Shift+9");
  press(editor, "Ctrl+Enter");
  expect(outlineOf(editor.document)[1]).toBe("checkListItem(checked=true) two");
  press(editor, "Ctrl+Enter");
  expect(outlineOf(editor.document)[1]).toBe("checkListItem two");
});

test("blocks are moved in and out, up and down, and all of it undone and done again", () => {
  const editor = writing();
  editor.setTextCursorPosition("b");
  press(editor, "Tab");
  expect(outlineOf(editor.document)).toEqual(["paragraph one", "  paragraph two"]);
  press(editor, "Shift+Tab");
  expect(outlineOf(editor.document)).toEqual(["paragraph one", "paragraph two"]);
  press(editor, "Ctrl+Shift+↑");
  expect(outlineOf(editor.document)).toEqual(["paragraph two", "paragraph one"]);
  press(editor, "Ctrl+Shift+↓");
  expect(outlineOf(editor.document)).toEqual(["paragraph one", "paragraph two"]);
  press(editor, "Ctrl+Shift+↑");
  press(editor, "Ctrl+Z");
  expect(outlineOf(editor.document)[0]).not.toBe("paragraph two");
  press(editor, "Ctrl+Y");
  expect(outlineOf(editor.document)[0]).toBe("paragraph two");
});

test("Shift+Enter breaks the line within the block", () => {
  const editor = writing();
  editor.setTextCursorPosition("b", "end");
  press(editor, "Shift+Enter");
  expect(editor.document).toHaveLength(2);
  expect(outlineOf(editor.document)[1]).toContain("⏎");
});

test("Tab, Shift+Tab and Enter walk the cells of a table", () => {
  const editor = writing(table("b", [["x", "y"], ["z", "w"]]));
  editor.setTextCursorPosition("b");
  const cell = () => editor.prosemirrorState.selection.$from.parent.textContent;
  expect(cell()).toBe("x");
  press(editor, "Tab");
  expect(cell()).toBe("y");
  press(editor, "Shift+Tab");
  expect(cell()).toBe("x");
  press(editor, "Enter");
  expect(cell()).toBe("z");
});

test("Alt+Enter opens the link at the cursor: an address, or a note; elsewhere nothing", () => {
  const editor = writing();
  editor.setTextCursorPosition("a");
  press(editor, "Alt+Enter");
  expect(opened).toEqual([]);
  select(editor);
  editor.createLink("https://www.example.org/");
  editor.setTextCursorPosition("b");
  editor.prosemirrorView.dispatch(editor.prosemirrorState.tr.setSelection(TextSelection.create(editor.prosemirrorState.doc, editor.prosemirrorState.selection.from + 1)));
  press(editor, "Alt+Enter");
  editor.transact((tr) => {
    const note = editor.pmSchema.nodes["interlinkingLinkInline"]?.create({ docId: "n", title: "Plan", trigger: "@", disabled: false });
    if (note !== undefined) tr.insert(tr.selection.from, note);
  });
  const at = editor.prosemirrorState.selection.from;
  editor.prosemirrorView.dispatch(editor.prosemirrorState.tr.setSelection(NodeSelection.create(editor.prosemirrorState.doc, at - 1)));
  press(editor, "Alt+Enter");
  expect(opened).toEqual([{ type: "address", address: "https://www.example.org/" }, { type: "note", note: "n" }]);
});

test("Help lists the keys that are pressed here, and those of the pane and the platform", () => {
  const elsewhere = ["Ctrl+K", "Ctrl+Alt+M", "/", "@", "[[", ":", "Ctrl+Shift+V", "Ctrl+F", "Ctrl+Shift+E", "Shift+↑ ↓"];
  const here = ["Ctrl+B", "Ctrl+I", "Ctrl+U", "Ctrl+Shift+S", "Ctrl+E", "Alt+Enter", "Ctrl+Alt+0", "Ctrl+Alt+1 … 6", "Ctrl+Shift+8", "Ctrl+Shift+7", "Ctrl+Shift+9", "Ctrl+Shift+6", "Ctrl+Enter", "Ctrl+Alt+Q", "Ctrl+Alt+C", "Tab", "Shift+Tab", "Ctrl+Shift+↑", "Ctrl+Shift+↓", "Shift+Enter", "Enter", "Ctrl+Z", "Ctrl+Y"];
  const listed = new Set(editorKeys.flatMap(({ keys }) => keys.map(([pressed]) => pressed)));
  expect([...listed].sort()).toEqual([...elsewhere, ...here].sort());
});
