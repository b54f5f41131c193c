import { expect, test } from "vitest";
import * as Y from "yjs";
import { headingsIn, lengthOf } from "./outline";

type Line = { id: string; name: string; text: string; level?: number; below?: Line[] };

function written(lines: Line[]): Y.Doc {
  const doc = new Y.Doc();
  doc.getXmlFragment("document-store").insert(0, [group(lines)]);
  return doc;
}

function group(lines: Line[]): Y.XmlElement {
  const made = new Y.XmlElement("blockGroup");
  made.insert(0, lines.map(({ id, name, text, level, below }) => {
    const container = new Y.XmlElement("blockContainer");
    const content = new Y.XmlElement(name);
    container.setAttribute("id", id);
    if (level !== undefined) content.setAttribute("level", level.toString());
    content.insert(0, [new Y.XmlText(text)]);
    container.insert(0, below === undefined ? [content] : [content, group(below)]);
    return container;
  }));
  return made;
}

test("headings come from the top down, those inside others too, and empty ones not", () => {
  const doc = written([
    { id: "a", name: "heading", level: 1, text: "Mission" },
    { id: "b", name: "paragraph", text: "To Berlin", below: [{ id: "c", name: "heading", level: 3, text: "Costs" }] },
    { id: "d", name: "heading", level: 2, text: " " },
  ]);
  expect(headingsIn(doc)).toEqual([{ id: "a", level: 1, text: "Mission" }, { id: "c", level: 3, text: "Costs" }]);
});

test("words are counted as each language writes them", () => {
  const doc = written([{ id: "a", name: "paragraph", text: "L’accord, signé à 9 h." }, { id: "b", name: "paragraph", text: "Ende" }]);
  expect(lengthOf(doc, "fr")).toEqual({ words: 6, characters: 26 });
  expect(lengthOf(new Y.Doc(), "de")).toEqual({ words: 0, characters: 0 });
});
