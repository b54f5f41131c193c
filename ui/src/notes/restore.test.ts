// A restore is an edit of the living note: small, known again by ids, and one step back.
import { BlockNoteEditor } from "@blocknote/core";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { block, copyOf, noteOf, table, type Written } from "../../tests/note";
import { blocksOf } from "./blocks";
import { compare } from "./compare";
import { restoreBlock, restoreText, undoRestore } from "./restore";
import { commentMark, schema } from "./schema";

const words = { codeLanguage: "Language", pdf: "PDF", uploading: "Uploading", openNote: (title: string) => title, untitled: "Untitled", unlinked: { missing: "Not here", deleted: "In the trash" } };

function editorOn(doc: Y.Doc) {
  const editor = BlockNoteEditor.create({
    schema: schema(words, () => undefined),
    extensions: [commentMark],
    collaboration: { fragment: doc.getXmlFragment("document-store"), user: { name: "Alice", color: "#0b6e99" } },
  });
  const place = document.createElement("div");
  document.body.append(place);
  editor.mount(place);
  return editor;
}

const text = (doc: Y.Doc) => doc.getXmlFragment("document-store").toString();
const differences = (version: Y.Doc, doc: Y.Doc) => Object.values(compare(blocksOf(version), blocksOf(doc)).counts).reduce((a, b) => a + b, 0);

/** The inner Yjs id of each block, by which co-editors know it. */
function items(doc: Y.Doc): Record<string, string> {
  const found: Record<string, string> = {};
  for (const part of doc.getXmlFragment("document-store").createTreeWalker((each) => each instanceof Y.XmlElement && each.nodeName === "blockContainer")) {
    const [content] = part instanceof Y.XmlElement ? part.toArray() : [];
    const id = content?._item?.id;
    if (part instanceof Y.XmlElement && id) found[String(part.getAttribute("id"))] = `${id.client.toString()}:${id.clock.toString()}`;
  }
  return found;
}

const [a, b, c, d] = [block("a", "One."), block("b", "Two."), block("c", "Three."), block("d", "Four.")];

/** Restores all of the first text in the second, and takes it back again. */
function check(then: Written[], now: Written[]) {
  const [version, doc] = [noteOf(then), noteOf(now)];
  const editor = editorOn(doc);
  const before = text(doc);
  expect(restoreText(doc, version, editor)).toBe(true);
  expect(differences(version, doc)).toBe(0);
  expect(editor.document.map(({ id }) => id)).toEqual(then.map(({ id }) => id));
  undoRestore(editor);
  expect(text(doc)).toBe(before);
}

test("a whole text comes back whatever happened to it, and one step takes it back", () => {
  check([a, b, c], [a, block("b", "Two and a half."), c]);
  check([a, b, c], [c, d]);
  check([a, b, c, d], [d, b, a]);
  check([block("a", "One.", { name: "heading", attributes: { level: 2, isToggleable: false } })], [a]);
  check([block("a", "One.", { inside: [b, c] })], [a, block("c", "Three.", { inside: [b] })]);
  check([a, b], [block("b", "Two.", { inside: [a] })]);
  check([table("t", [["a", "b"], ["c", "d"]])], [table("t", [["a"], ["c"], ["e"]])]);
  check([block("a", [{ name: "hardBreak" }, "x", { name: "interlinkingLinkInline", attributes: { docId: "7b", disabled: false, trigger: "@", title: "Plan" } }])], [block("a", "x")]);
});

test("blocks that read the same are the same for co-editors, also behind a removed one", () => {
  const version = noteOf([a, c, block("d", "Four, as it was.")]);
  const doc = noteOf([a, b, c, d]);
  const before = items(doc);
  restoreText(doc, version, editorOn(doc));
  const after = items(doc);
  expect([after["a"], after["c"], after["d"]]).toEqual([before["a"], before["c"], before["d"]]);
});

test("a restore of one word in a long note is a small change", () => {
  const long = Array.from({ length: 300 }, (_, index) => block(`k${index.toString()}`, `Paragraph ${index.toString()} with some text in it.`));
  const doc = noteOf(long.map((item, index) => (index === 150 ? block(item.id, "Paragraph 150 with some words in it.") : item)));
  const editor = editorOn(doc);
  let size = 0;
  doc.on("update", (update: Uint8Array) => { size += update.length; });
  restoreText(doc, noteOf(long), editor);
  expect(size).toBeGreaterThan(0);
  expect(size).toBeLessThan(80);
});

test("what a colleague types meanwhile in an unchanged block stays", () => {
  const version = noteOf([a, b, c]);
  const doc = noteOf([block("a", "First."), b, d, c]);
  const theirs = copyOf(doc);
  for (const part of theirs.getXmlFragment("document-store").createTreeWalker((each) => each instanceof Y.XmlText)) if (part instanceof Y.XmlText && part.toJSON() === "Three.") part.insert(0, "Typed. ");
  restoreText(doc, version, editorOn(doc));
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs), "remote");
  expect(text(doc)).toContain("Typed. Three.");
  expect(text(doc)).toContain("One.");
  expect(text(doc)).not.toContain("Four.");
});

test("a restore is a step by itself: what was typed before it stays when it is undone", () => {
  const doc = noteOf([a]);
  const editor = editorOn(doc);
  editor.setTextCursorPosition("a", "end");
  editor.transact((change) => change.insertText(" typed"));
  restoreText(doc, noteOf([b]), editor);
  editor.undo();
  expect(text(doc)).toContain("One. typed");
});

/** Restores one block of the first text in the second and expects this text, each block with its depth. */
function one(id: string, then: Written[], now: Written[], wanted: string[]) {
  const [version, doc] = [noteOf(then), noteOf(now)];
  const editor = editorOn(doc);
  const before = text(doc);
  expect(restoreBlock(doc, version, id, editor)).toBe(true);
  const drawn = compare([], blocksOf(doc)).rows.map(({ depth, shown }) => `${">".repeat(depth)}${shown.pieces.map((piece) => piece.text).join("")}`);
  expect(drawn).toEqual(wanted);
  undoRestore(editor);
  expect(text(doc)).toBe(before);
}

test("one changed block becomes what it was, and nothing else", () => {
  one("b", [a, b, c], [block("a", "1."), block("b", "2."), c], ["1.", "Two.", "Three."]);
});

test("one removed block comes back where it was, with what is inside it", () => {
  one("c", [a, b, c, d], [a, b, d], ["One.", "Two.", "Three.", "Four."]);
  one("b", [a, block("b", "Two.", { inside: [c, d] })], [d, a], ["Four.", "One.", "Two.", ">Three."]);
  one("c", [a, block("b", "Two.", { inside: [c] })], [a, b], ["One.", "Two.", ">Three."]);
  one("c", [a, block("b", "Two.", { inside: [c] }), d], [a, d], ["One.", "Three.", "Four."]);
});

test("one added block goes, and what is inside it takes its place", () => {
  one("b", [a], [a, block("b", "Two.", { inside: [c] }), d], ["One.", "Three.", "Four."]);
  const doc = noteOf([a]);
  expect(restoreBlock(doc, new Y.Doc(), "a", editorOn(doc))).toBe(true);
  expect(blocksOf(doc).map(({ type, pieces }) => [type, pieces.length])).toEqual([["paragraph", 0]]);
});

test("one moved block goes back with what is inside it now", () => {
  one("d", [a, b, c, d], [block("d", "Four.", { inside: [block("e", "New.")] }), a, b, c], ["One.", "Two.", "Three.", "Four.", ">New."]);
  one("b", [a, b], [block("a", "One.", { inside: [b] })], ["One.", "Two."]);
});

test("a version with an unknown part is not restored as a whole, but its other blocks are", () => {
  const version = noteOf([a, { id: "o", name: "columnList" }]);
  const doc = noteOf([block("a", "Changed.")]);
  const editor = editorOn(doc);
  const before = text(doc);
  expect(restoreText(doc, version, editor)).toBe(false);
  expect(restoreBlock(doc, version, "o", editor)).toBe(false);
  expect(text(doc)).toBe(before);
  expect(restoreBlock(doc, version, "a", editor)).toBe(true);
  expect(text(doc)).toContain("One.");
});

test("a version that no editor could show is not restored", () => {
  const doc = noteOf([a]);
  expect(restoreText(doc, noteOf([{ id: "x", name: "tableRow" }]), editorOn(doc))).toBe(false);
  expect(restoreText(doc, new Y.Doc(), editorOn(doc))).toBe(false);
});
