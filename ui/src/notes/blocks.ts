// What a text is made of, block by block, so that two texts can be compared. Pure: it reads and never writes. It needs
// no editor, so what none of our editors knows is there too. Comments are left out: they are not a part of the text.
import * as Y from "yjs";
import { ATTRIBUTES, MARKS, markName, NODES } from "./known";

export type Piece = {
  text: string;
  /** All of its formatting, written so that it can be compared. */
  format: string;
  /** The names of its marks. */
  marks: readonly string[];
  /** Where it leads; shown, never opened. */
  link: string | null;
  kind: "text" | "note" | "unknown";
};

export type Cell = { header: boolean; pieces: readonly Piece[] };

export type Block = {
  /** One of its own in the text: its id, where it has one that no other block has. */
  key: string;
  /** None: it cannot be found again in the note. */
  id: string | null;
  type: string;
  attributes: Readonly<Record<string, unknown>>;
  /** Of a file: its name and its caption. */
  pieces: readonly Piece[];
  rows: readonly (readonly Cell[])[];
  /** What a numbered point is numbered with. */
  number: number | null;
  /** Whether our editor knows the block and everything in it, without the blocks inside it. */
  known: boolean;
  /** All of it but the blocks inside, written so that it can be compared; and what of that is not seen in its words. */
  print: string;
  settings: string;
  children: readonly Block[];
};

type Reading = { keys: Set<string> };

/** Deeper than any note that a person wrote. */
const DEPTH = 64;
const FILES: ReadonlySet<string> = new Set(["image", "video", "audio", "file", "pdf"]);
const SHOWN: ReadonlySet<string> = new Set(["level", "checked", "name", "caption"]);

/** An attribute that is not there means the same as these. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  backgroundColor: "default", textColor: "default", textAlignment: "left", level: 1, isToggleable: false, start: 1,
  checked: false, language: "text", name: "", url: "", caption: "", showPreview: true, colspan: 1, rowspan: 1, emoji: "💡",
};

/** The blocks at the top of a note, with those inside them. */
export function blocksOf(doc: Y.Doc): readonly Block[] {
  const reading = { keys: new Set<string>() };
  return elementsIn(doc.getXmlFragment("document-store")).flatMap((root) => group(root, 0, reading));
}

function group(parent: Y.XmlElement, depth: number, reading: Reading): Block[] {
  const blocks: Block[] = [];
  for (const child of elementsIn(parent)) {
    if (child.nodeName === "blockGroup" && depth < DEPTH) blocks.push(...group(child, depth + 1, reading));
    else blocks.push(child.nodeName === "blockContainer" ? container(child, depth, reading) : stray(child, reading));
    const [before, last] = blocks.slice(-2);
    const block = last ?? before;
    if (block?.type === "numberedListItem") block.number = numberAfter(last && before, block);
  }
  return blocks;
}

function numberAfter(before: Block | undefined, block: Block): number {
  if (before?.type === "numberedListItem" && before.number !== null) return before.number + 1;
  const start = block.attributes["start"];
  return typeof start === "number" ? start : 1;
}

function container(element: Y.XmlElement, depth: number, reading: Reading): Block {
  const [content, ...rest] = elementsIn(element);
  const deep = depth >= DEPTH;
  // A block has one content and at most one group; anything else is none of ours.
  const sound = rest.length === 0 || (rest.length === 1 && rest[0]?.nodeName === "blockGroup" && !deep);
  const own = identity(element, reading);
  const children = deep ? [] : rest.flatMap((child) => group(child, depth + 1, reading));
  if (content === undefined) return { ...own, ...unknown(element.nodeName, []), children };
  const read = NODES.has(content.nodeName) ? body(content) : unknown(content.nodeName, [textIn(content, 0)]);
  return { ...own, ...read, known: read.known && sound, children };
}

/** A block that stands where none of ours does. */
function stray(element: Y.XmlElement, reading: Reading): Block {
  return { ...identity(element, reading), id: null, ...unknown(element.nodeName, [textIn(element, 0)]), children: [] };
}

function identity(element: Y.XmlElement, { keys }: Reading): { key: string; id: string | null } {
  const given: unknown = element.getAttribute("id");
  const id = typeof given === "string" && given !== "" && !keys.has(given) ? given : null;
  let key = id ?? `#${keys.size.toString()}`;
  while (keys.has(key)) key = `${key}#`;
  keys.add(key);
  return { key, id };
}

type Body = Omit<Block, "key" | "id" | "children">;

function unknown(type: string, texts: readonly string[]): Body {
  const pieces = texts.filter((text) => text !== "").map((text) => piece(text, "unknown"));
  return { type, attributes: {}, pieces, rows: [], number: null, known: false, print: written([type, texts]), settings: "" };
}

function body(element: Y.XmlElement): Body {
  const attributes = attributesOf(element);
  const type = element.nodeName;
  const rows = type === "table" ? elementsIn(element).map((row) => elementsIn(row).map(cell)) : [];
  const names = [attributes["name"], attributes["caption"]].filter((text) => typeof text === "string");
  const pieces = FILES.has(type) ? names.map((name, index) => piece(index === 0 ? name : `\n${name}`)) : type === "table" ? [] : inline(element);
  const looks = type === "table" ? elementsIn(element).flatMap((row) => elementsIn(row).map(attributesOf)).filter((look) => Object.keys(look).length > 0) : [];
  const settings = written([Object.entries(attributes).filter(([name]) => !SHOWN.has(name)), looks]);
  const texts = [...pieces, ...rows.flat().flatMap((part) => part.pieces)];
  const known = wellKnown(element, 0) && texts.every((part) => part.kind !== "unknown");
  return { type, attributes, pieces, rows, number: null, known, print: written([type, attributes, looks, pieces, rows]), settings };
}

function cell(element: Y.XmlElement): Cell {
  const texts = elementsIn(element).map(inline);
  return { header: element.nodeName === "tableHeader", pieces: texts.flatMap((text, index) => (index === 0 ? text : [piece("\n"), ...text])) };
}

function attributesOf(element: Y.XmlElement): Record<string, unknown> {
  const entries: [string, unknown][] = Object.entries(element.getAttributes());
  return Object.fromEntries(entries.filter(([name, value]) => value !== undefined && value !== DEFAULTS[name]).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether every element, attribute and mark in it is one of ours. */
function wellKnown(element: Y.XmlElement, depth: number): boolean {
  if (depth > DEPTH || !NODES.has(element.nodeName)) return false;
  if (!Object.keys(element.getAttributes()).every((name) => ATTRIBUTES.has(name))) return false;
  return element.toArray().every((child) =>
    child instanceof Y.XmlElement ? wellKnown(child, depth + 1)
    : child instanceof Y.XmlText && deltaOf(child).every(({ attributes }) => Object.keys(attributes ?? {}).every((key) => MARKS.has(markName(key)))),
  );
}

function inline(element: Y.XmlElement): Piece[] {
  const pieces: Piece[] = [];
  for (const child of element.toArray()) {
    const read = child instanceof Y.XmlText ? deltaOf(child).map(run) : child instanceof Y.XmlElement ? [inner(child)] : [];
    for (const next of read.filter(({ text }) => text !== "")) {
      const last = pieces.at(-1);
      if (last?.kind === "text" && next.kind === "text" && last.format === next.format) pieces.splice(-1, 1, { ...last, text: last.text + next.text });
      else pieces.push(next);
    }
  }
  return pieces;
}

function run({ insert, attributes = {} }: Delta): Piece {
  if (typeof insert !== "string") return piece("\uFFFC", "unknown");
  const marks = Object.entries(attributes).map(([key, value]): [string, unknown] => [markName(key), value]).filter(([name]) => name !== "comment");
  marks.sort(([a], [b]) => (a < b ? -1 : 1));
  const link: unknown = marks.find(([name]) => name === "link")?.[1];
  const address = typeof link === "object" && link !== null && "href" in link && typeof link.href === "string" ? link.href : null;
  return { text: insert, format: marks.length === 0 ? "" : written(marks), marks: marks.map(([name]) => name), link: address, kind: "text" };
}

function inner(element: Y.XmlElement): Piece {
  if (element.nodeName === "hardBreak") return piece("\n");
  if (element.nodeName !== "interlinkingLinkInline") return piece(textIn(element, 0) || "\uFFFC", "unknown");
  const { docId, disabled, title }: Record<string, unknown> = element.getAttributes();
  // What is disabled or leads nowhere is shown to nobody.
  if (disabled === true || typeof docId !== "string" || docId === "") return piece("", "note");
  return { ...piece(typeof title === "string" && title !== "" ? title : "…", "note"), format: docId };
}

const piece = (text: string, kind: Piece["kind"] = "text"): Piece => ({ text, format: "", marks: [], link: null, kind });

type Delta = { insert?: unknown; attributes?: Record<string, unknown> };

function deltaOf(text: Y.XmlText): Delta[] {
  const delta: Delta[] = text.toDelta();
  return delta;
}

function elementsIn(parent: Y.XmlFragment | Y.XmlElement): Y.XmlElement[] {
  return parent.toArray().filter((child) => child instanceof Y.XmlElement);
}

function textIn(element: Y.XmlElement, depth: number): string {
  if (depth > DEPTH) return "…";
  const parts = element.toArray().map((child) => {
    if (child instanceof Y.XmlText) return deltaOf(child).map(({ insert }) => (typeof insert === "string" ? insert : "")).join("");
    return child instanceof Y.XmlElement ? textIn(child, depth + 1) : "";
  });
  return parts.filter((part) => part !== "").join(" ");
}

/** A value in a note may be of any type, also of one that cannot be written down otherwise. */
const written = (value: unknown): string => JSON.stringify(value, (_, part: unknown) => (typeof part === "bigint" ? part.toString() : part));
