// The text of a note without an editor, for notes that an editor would damage. Pure: it reads and never writes.
import * as Y from "yjs";
import { NODES } from "./known";

export type PlainBlock = {
  id: string;
  name: string;
  text: string;
  depth: number;
  /** Whether our editor knows the block and everything in it. */
  known: boolean;
};

/** Deeper than any note that a person wrote. */
const DEPTH = 64;

export function plainBlocks(doc: Y.Doc): PlainBlock[] {
  const blocks: PlainBlock[] = [];
  for (const root of doc.getXmlFragment("document-store").toArray()) {
    if (root instanceof Y.XmlElement) group(root, 0, blocks);
  }
  return blocks;
}

function group(element: Y.XmlElement, depth: number, blocks: PlainBlock[]): void {
  if (depth > DEPTH) return;
  for (const child of element.toArray()) {
    if (!(child instanceof Y.XmlElement)) continue;
    if (child.nodeName === "blockGroup") group(child, depth + 1, blocks);
    else if (child.nodeName === "blockContainer") group(child, depth, blocks);
    else blocks.push(block(child, depth, blocks.length));
  }
}

function block(element: Y.XmlElement, depth: number, index: number): PlainBlock {
  const parts = [element, ...elementsIn(element, 0)];
  const known = parts.every((part) => NODES.has(part.nodeName));
  return { id: index.toString(), name: element.nodeName, text: textIn(element, 0), depth, known };
}

function elementsIn(element: Y.XmlElement, depth: number): Y.XmlElement[] {
  if (depth > DEPTH) return [];
  const children = element.toArray().filter((child) => child instanceof Y.XmlElement);
  return children.flatMap((child) => [child, ...elementsIn(child, depth + 1)]);
}

function textIn(element: Y.XmlElement, depth: number): string {
  if (depth > DEPTH) return "";
  const parts = element.toArray().map((child) => {
    if (child instanceof Y.XmlText) return lettersOf(child);
    return child instanceof Y.XmlElement ? textIn(child, depth + 1) : "";
  });
  // A link between notes has no text but the title it was made with.
  if (element.nodeName === "interlinkingLinkInline") parts.push(String(element.getAttribute("title") ?? ""));
  return parts.filter((part) => part !== "").join(" ");
}

function lettersOf(text: Y.XmlText): string {
  const parts: { insert?: unknown }[] = text.toDelta();
  return parts.map(({ insert }) => (typeof insert === "string" ? insert : "")).join("");
}
