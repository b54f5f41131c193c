// What a note is made of: its headings, and how long it is. Pure: it reads and never writes.
import * as Y from "yjs";
import { plainBlocks } from "./plain";

export type Heading = {
  /** Of the block, as the editor draws it. */
  id: string;
  /** From 1 to 6. */
  level: number;
  text: string;
};

/** The headings from the top down; empty ones are left out. */
export function headingsIn(doc: Y.Doc): Heading[] {
  return blocksIn(doc.getXmlFragment("document-store"))
    .filter(({ content }) => content.nodeName === "heading")
    .map(({ id, content }) => ({ id, level: Number(content.getAttribute("level") ?? 1), text: lettersIn(content).trim() }))
    .filter(({ text }) => text !== "");
}

/** How many words and characters a reader reads. */
export function lengthOf(doc: Y.Doc, language: string): { words: number; characters: number } {
  const text = plainBlocks(doc).map((block) => block.text).join("\n");
  const segments = new Intl.Segmenter(language, { granularity: "word" }).segment(text);
  const words = [...segments].filter((segment) => segment.isWordLike).length;
  return { words, characters: [...text.replaceAll("\n", "")].length };
}

type Block = { id: string; content: Y.XmlElement };

function blocksIn(parent: Y.XmlFragment | Y.XmlElement): Block[] {
  return parent.toArray().flatMap((child) => {
    if (!(child instanceof Y.XmlElement)) return [];
    const [content] = child.toArray();
    const own = child.nodeName === "blockContainer" && content instanceof Y.XmlElement;
    const id = String(child.getAttribute("id") ?? "");
    return own ? [{ id, content }, ...blocksIn(child)] : blocksIn(child);
  });
}

function lettersIn(element: Y.XmlElement): string {
  return element.toArray().map((child) => {
    if (child instanceof Y.XmlElement) return lettersIn(child);
    if (!(child instanceof Y.XmlText)) return "";
    const parts: { insert?: unknown }[] = child.toDelta();
    return parts.map(({ insert }) => (typeof insert === "string" ? insert : "")).join("");
  }).join("");
}
