// Code in a note: its colours, its language and its keys, in the real editor with the real grammars.
import { BlockNoteEditor } from "@blocknote/core";
import userEvent from "@testing-library/user-event";
import { TextSelection } from "prosemirror-state";
import { afterEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { block, noteOf } from "../../tests/note";
import { codeKeys } from "./code-block";
import { schema } from "./schema";

const words = { codeLanguage: "Language", pdf: "PDF", uploading: "Uploading", openNote: (title: string) => title, untitled: "Untitled", unlinked: { missing: "Not here", deleted: "In the trash" } };

function codeIn(language: string, text: string, doc: Y.Doc = noteOf([{ id: "code", name: "codeBlock", attributes: { language }, children: [text] }])) {
  const editor = BlockNoteEditor.create({
    schema: schema(words, () => undefined),
    extensions: [codeKeys],
    collaboration: { fragment: doc.getXmlFragment("document-store"), user: { name: "Alice", color: "#0b6e99" } },
  });
  editor.mount(document.body.appendChild(document.createElement("div")));
  const { dom } = editor.prosemirrorView;
  return { editor, doc, dom, picker: dom.querySelector("select"), note: () => doc.getXmlFragment("document-store").toString() };
}

afterEach(() => { document.body.replaceChildren(); });

test("code is coloured in its language, by names of the window's colours", async () => {
  const { dom } = codeIn("rust", `fn main() { print("a"); }`);
  await vi.waitFor(() => { expect(dom.querySelectorAll("code .shiki").length).toBeGreaterThan(3); }, { timeout: 20_000 });
  const styles = [...dom.querySelectorAll<HTMLElement>("code .shiki")].map((part) => part.getAttribute("style") ?? "");
  expect(styles.some((style) => style.includes("var(--code-token-keyword)"))).toBe(true);
  expect(styles.every((style) => /^color: ?var\(--code-[\w-]+\);?$/.test(style))).toBe(true);
});

test.each([
  ["js", "javascript", "JavaScript"],
  ["javascript", "javascript", "JavaScript"],
  ["", "text", "Text"],
  ["fortran", "fortran", "fortran"],
])("code in %j is shown as such, and its note is left as it was", (language, value, name) => {
  const doc = noteOf([{ id: "code", name: "codeBlock", attributes: { language }, children: ["x"] }]);
  const before = Y.encodeStateVector(doc);
  const { picker } = codeIn(language, "x", doc);
  expect(picker?.value).toBe(value);
  expect(picker?.selectedOptions[0]?.text).toBe(name);
  expect(picker?.getAttribute("aria-label")).toBe("Language");
  expect(Y.encodeStateVector(doc)).toEqual(before);
});

test("code is not checked for its spelling", () => {
  const { dom } = codeIn("text", "x");
  expect(dom.querySelector("code")?.getAttribute("spellcheck")).toBe("false");
});

test("a language is picked", async () => {
  const { picker, note } = codeIn("fortran", "x");
  if (picker === null) throw new Error("no picker");
  await userEvent.selectOptions(picker, "python");
  expect(note()).toContain(`language="python"`);
});

test.each([
  ["writes two spaces", "ab", [1, 1], { key: "Tab" }, "a  b"],
  ["moves all lines in", "a\nb\nc", [0, 3], { key: "Tab" }, "  a\n  b\nc"],
  ["moves one line in as a whole", "ab", [1, 2], { key: "Tab" }, "  ab"],
  ["moves lines out, with Shift", "  a\n\tb\n c", [1, 8], { key: "Tab", shiftKey: true }, "a\nb\nc"],
  ["leaves what is not indented, with Shift", "\na", [1, 1], { key: "Tab", shiftKey: true }, "\na"],
] as const)("Tab in code %s", (...[, text, [from, to], key, expected]) => {
  const { editor, note } = codeIn("text", text);
  const view = editor.prosemirrorView;
  editor.setTextCursorPosition("code", "start");
  const start = view.state.selection.from;
  view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, start + from, start + to)));
  view.dom.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }));
  expect(note()).toContain(`>${expected}<`);
});

test("outside of code, Tab moves the block", () => {
  const { editor, note } = codeIn("", "", noteOf([block("a", "one"), block("b", "two")]));
  editor.setTextCursorPosition("b", "start");
  editor.prosemirrorView.dom.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true }));
  expect(note()).toMatch(/one<\/paragraph><blockgroup/);
});
