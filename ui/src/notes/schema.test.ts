// What browsers wrote survives our editor: nothing of a note changes because it was opened here.
import { BlockNoteEditor } from "@blocknote/core";
import { expect, test } from "vitest";
import * as Y from "yjs";
import { ATTRIBUTES, MARKS, NODES, unknownIn } from "./known";
import { commentMark, schema } from "./schema";

const words = { codeLanguage: "Language", pdf: "PDF", uploading: "Uploading", openNote: (title: string) => title, untitled: "Untitled", unlinked: { missing: "Not here", deleted: "In the trash" } };

/** The golden vector of the contract: one paragraph, `Hello ` and a bold `bold`, as a browser wrote it. */
const GOLDEN = [
  "010c010007010e646f63756d656e742d73746f7265030a626c6f636b47726f757007000100030e626c6f636b436f6e7461696e65722800",
  "010102696401770e696e697469616c426c6f636b4964070001010309706172616772617068280001030f6261636b67726f756e64436f6c",
  "6f7201770764656661756c74280001030974657874436f6c6f7201770764656661756c74280001030d74657874416c69676e6d656e7401",
  "77046c6566740700010306040001070648656c6c6f2086010d04626f6c64027b7d84010e04626f6c6486011204626f6c64046e756c6c00",
].join("");

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

function hex(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

type Attributes = Record<string, string | number | boolean | number[] | undefined>;
type Shape = { name: string; attributes?: Attributes; children?: (Shape | string)[] };

function build({ name, attributes = {}, children = [] }: Shape): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) setTyped(element, key, value);
  element.insert(
    0,
    children.map((child) => (typeof child === "string" ? new Y.XmlText(child) : build(child))),
  );
  return element;
}

/** Attributes of a note are typed values, which the type of `setAttribute` does not know. */
function setTyped(element: { setAttribute: (key: string, value: never) => void }, key: string, value: unknown): void {
  Reflect.apply(element.setAttribute, element, [key, value]);
}

const common = { backgroundColor: "default", textColor: "default", textAlignment: "left" };
const paragraph = (...children: (Shape | string)[]): Shape => ({ name: "paragraph", attributes: common, children });
const file = { backgroundColor: "default", name: "plan.pdf", url: "https://docs.example/media/plan.pdf", caption: "" };

const cell = (name: string, text: string): Shape => ({
  name,
  attributes: { ...common, colspan: 1, rowspan: 1, colwidth: [100] },
  children: [{ name: "tableParagraph", children: [text] }],
});

const everyBlock: Shape[] = [
  paragraph("See ", {
    name: "interlinkingLinkInline",
    attributes: { docId: "7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0001", disabled: false, trigger: "@", title: "Other" },
  }),
  paragraph("line", { name: "hardBreak" }, "break"),
  { name: "heading", attributes: { ...common, level: 2, isToggleable: false }, children: ["Heading"] },
  { name: "bulletListItem", attributes: common, children: ["b"] },
  { name: "toggleListItem", attributes: common, children: ["t"] },
  { name: "numberedListItem", attributes: { ...common, start: 3 }, children: ["n"] },
  { name: "checkListItem", attributes: { ...common, checked: true }, children: ["c"] },
  { name: "quote", attributes: { backgroundColor: "default", textColor: "default" }, children: ["q"] },
  { name: "codeBlock", attributes: { language: "text" }, children: ["a\nb"] },
  { name: "divider" },
  { name: "pageBreak" },
  { name: "image", attributes: { ...file, textAlignment: "left", showPreview: true, previewWidth: undefined } },
  { name: "video", attributes: { ...file, textAlignment: "left", showPreview: true, previewWidth: 200 } },
  { name: "audio", attributes: { ...file, showPreview: true } },
  { name: "file", attributes: file },
  {
    name: "table",
    attributes: { textColor: "default" },
    children: [{ name: "tableRow", children: [cell("tableHeader", "h1"), cell("tableCell", "1")] }],
  },
  {
    name: "callout",
    attributes: { textAlignment: "left", backgroundColor: "yellow", emoji: "💡" },
    children: ["Mind the gap"],
  },
  { name: "pdf", attributes: { ...file, textAlignment: "left", showPreview: true, previewWidth: undefined } },
  {
    name: "uploadLoader",
    attributes: {
      information: "Analyzing",
      type: "loading",
      blockUploadName: "a.png",
      blockUploadShowPreview: true,
      blockUploadType: "image",
      blockUploadUrl: "https://docs.example/media-check",
    },
  },
];

function noteOf(blocks: Shape[]): Y.Doc {
  const doc = new Y.Doc();
  const containers = blocks.map((block, index): Shape => {
    return { name: "blockContainer", attributes: { id: `block-${index.toString()}` }, children: [block] };
  });
  doc.getXmlFragment("document-store").insert(0, [build({ name: "blockGroup", children: containers })]);
  return doc;
}

function textOf(doc: Y.Doc, block: number): Y.XmlText {
  const found = [...doc.getXmlFragment("document-store").createTreeWalker((part) => part instanceof Y.XmlText)][block];
  if (!(found instanceof Y.XmlText)) throw new Error("no text there");
  return found;
}

/** Opens the note in an editor and expects that it wrote nothing. */
function expectUntouched(doc: Y.Doc): ReturnType<typeof editorOn> {
  const before = Y.encodeStateAsUpdate(doc);
  const editor = editorOn(doc);
  expect(Y.encodeStateAsUpdate(doc)).toEqual(before);
  return editor;
}

test("the golden vector is shown and left as it is", () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, hex(GOLDEN));
  const editor = expectUntouched(doc);
  expect(editor.domElement?.textContent).toContain("Hello bold");
});

test("every block of the contract is left as it is", () => {
  const doc = noteOf(everyBlock);
  const editor = expectUntouched(doc);
  expect(editor.document.map((block) => block.type).filter((type) => type !== "paragraph")).toEqual(
    everyBlock.map((block) => block.name).filter((name) => name !== "paragraph"),
  );
  expect(editor.domElement?.textContent).toContain("Mind the gap");
});

test("an edit elsewhere leaves Docs' own blocks as they are", () => {
  const doc = noteOf(everyBlock);
  const editor = editorOn(doc);
  const own = () => doc.getXmlFragment("document-store").toString().match(/<(callout|pdf|uploadLoader).*$/)?.[0];
  const before = own();
  editor.setTextCursorPosition("block-3", "end");
  editor.transact((change) => change.insertText("changed"));
  expect(doc.getXmlFragment("document-store").toString()).toContain("changed");
  expect(own()).toBe(before);
});

test("commented text keeps its comment while the text beside it changes", () => {
  const doc = noteOf([paragraph("plain words")]);
  const mark = { "comment--+/gW+A0i": { orphan: false, threadId: "5e0661a0-6674-4cdb-81b1-4f6e0bbcb9c8" } };
  textOf(doc, 0).format(0, 5, mark);
  const editor = expectUntouched(doc);
  editor.setTextCursorPosition("block-0", "end");
  editor.transact((change) => change.insertText(" more"));
  expect(textOf(doc, 0).toDelta()).toEqual([
    { insert: "plain", attributes: mark },
    { insert: " words more" },
  ]);
});

test("an empty note stays empty until something is written", () => {
  const doc = new Y.Doc();
  const editor = expectUntouched(doc);
  expect(doc.getXmlFragment("document-store").length).toBe(0);
  editor.transact((change) => change.insertText("first"));
  expect(doc.getXmlFragment("document-store").length).toBe(1);
});

test("an unknown block, mark and attribute are named before an editor sees them", () => {
  expect(unknownIn(Y.encodeStateAsUpdate(noteOf(everyBlock)))).toEqual([]);
  expect(unknownIn(hex(GOLDEN))).toEqual([]);
  const doc = noteOf([{ name: "columnList" }, { name: "paragraph", attributes: { shade: "x" }, children: ["text"] }]);
  textOf(doc, 0).format(0, 2, { glow: {}, "comment--+/gW+A0i": { orphan: false, threadId: "1" } });
  expect(unknownIn(Y.encodeStateAsUpdate(doc)).sort()).toEqual(["columnList", "glow", "shade"]);
});

test("the names that are let through are the names that the editor knows", () => {
  const { nodes, marks } = editorOn(new Y.Doc()).pmSchema;
  const structure = ["doc", "text"];
  expect(new Set(Object.keys(nodes).filter((name) => !structure.includes(name)))).toEqual(NODES);
  expect(new Set(Object.keys(marks))).toEqual(MARKS);
  const attributes = Object.values(nodes).flatMap((node) => Object.keys(node.spec.attrs ?? {}));
  expect(new Set(attributes)).toEqual(ATTRIBUTES);
});

test("the cursor stays with its word when a remote edit lands before it", () => {
  const doc = noteOf([paragraph("one two three")]);
  const editor = editorOn(doc);
  editor.setTextCursorPosition("block-0", "end");
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  textOf(other, 0).insert(0, "zero ");
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), "remote");
  editor.transact((change) => change.insertText(" four"));
  expect(textOf(doc, 0).toJSON()).toBe("zero one two three four");
});
