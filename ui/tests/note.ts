// Notes as other programs write them, for tests: a document from blocks that are written down in a few signs.
import * as Y from "yjs";

type Value = string | number | boolean | number[] | undefined;
export type Shape = { name: string; attributes?: Record<string, Value>; children?: (Shape | string)[] };
export type Written = Shape & { id: string; inside?: Written[] };

const look = { backgroundColor: "default", textColor: "default", textAlignment: "left" };

/** A block with its id and its text; what stands inside it comes last. */
export const block = (id: string, text: string | (Shape | string)[], rest: Partial<Written> = {}): Written => ({
  id, name: "paragraph", children: typeof text === "string" ? [text] : text, ...rest, attributes: { ...look, ...rest.attributes },
});

export const table = (id: string, rows: string[][]): Written => ({
  id,
  name: "table",
  attributes: { textColor: "default" },
  children: rows.map((row) => ({
    name: "tableRow",
    children: row.map((text) => ({ name: "tableCell", attributes: { ...look, colspan: 1, rowspan: 1 }, children: [{ name: "tableParagraph", children: [text] }] })),
  })),
});

export function noteOf(blocks: Written[]): Y.Doc {
  const doc = new Y.Doc();
  doc.getXmlFragment("document-store").insert(0, [group(blocks)]);
  return doc;
}

const group = (blocks: Written[]): Y.XmlElement => element({ name: "blockGroup" }, blocks.map((written) => {
  const inside = written.inside === undefined ? [] : [group(written.inside)];
  return element({ name: "blockContainer", attributes: { id: written.id } }, [element(written), ...inside]);
}));

function element({ name, attributes = {}, children = [] }: Shape, inner: Y.XmlElement[] = []): Y.XmlElement {
  const made = new Y.XmlElement(name);
  // Attributes of a note are typed values, which the type of `setAttribute` does not know.
  for (const [key, value] of Object.entries(attributes)) Reflect.apply(made.setAttribute, made, [key, value]);
  made.insert(0, [...children.map((child) => (typeof child === "string" ? new Y.XmlText(child) : element(child))), ...inner]);
  return made;
}

/** A copy that goes its own way, with a part changed. */
export function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
}
