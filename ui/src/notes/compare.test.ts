// Two texts side by side: what is told apart, and in which order it is shown.
import { expect, test } from "vitest";
import * as Y from "yjs";
import { block, noteOf, table, type Written } from "../../tests/note";
import { blocksOf } from "./blocks";
import { compare, type Comparison, folded, type Row } from "./compare";
import type { Part } from "./compare-words";

const signs = { same: " ", changed: "~", added: "+", removed: "-" };
const words = (parts: readonly Part[]) => parts.map(({ change, pieces }) => {
  const text = pieces.map((piece) => piece.text).join("");
  return change === "same" ? text : change === "added" ? `{+${text}+}` : `[-${text}-]`;
}).join("");
const cells = (row: Row) => row.table.map((line) => line.map(({ parts }) => words(parts)).join(" | ")).join(" / ");
const drawn = (row: Row) => `${"  ".repeat(row.depth)}${signs[row.change]}${row.moved ? "^" : ""}${row.key}: ${words(row.parts)}${cells(row)}`;

const between = (before: Written[], after: Written[]): Comparison => compare(blocksOf(noteOf(before)), blocksOf(noteOf(after)));

/** Compares two texts and expects these rows. */
function check(before: Written[], after: Written[], rows: string[]) {
  expect(between(before, after).rows.map(drawn)).toEqual(rows);
}

const [a, b, c, d] = [block("a", "One."), block("b", "Two."), block("c", "Three."), block("d", "Four.")];
const at = (block: Written, rest: Partial<Written>): Written => ({ ...block, ...rest });

test("what is the same is shown as it is", () => {
  check([a, b], [a, b], [" a: One.", " b: Two."]);
  check([], [], []);
});

test("an attribute that is not there means its default, and a split text is one text", () => {
  check([a], [at(a, { attributes: {}, children: ["On", "e."] })], [" a: One."]);
});

test("changed words are marked, and neighbours are one change", () => {
  const [before, after] = ["We meet on Monday at nine in Berlin, all of us.", "We meet on Tuesday morning in Berlin, all of us."];
  check([block("a", before)], [block("a", after)], ["~a: We meet on [-Monday at nine -]{+Tuesday morning +}in Berlin, all of us."]);
  check([block("a", "The lock at Niederfinow")], [block("a", "The old lock at Niederfinow")], ["~a: The {+old +}lock at Niederfinow"]);
});

test("a text that became another one is not cut into crumbs", () => {
  check([block("a", "Alpha, beta, gamma.")], [block("a", "Delta: epsilon zeta.")], ["~a: [-Alpha, beta, gamma.-]{+Delta: epsilon zeta.+}"]);
});

test("added and removed blocks stand where they are and where they were", () => {
  check([a, b, c], [a, d, c], [" a: One.", "-b: [-Two.-]", "+d: {+Four.+}", " c: Three."]);
  check([a], [], ["-a: [-One.-]"]);
  check([], [a], ["+a: {+One.+}"]);
});

test("a moved block is one block, and those that it passed did not move", () => {
  check([a, b, c, d], [d, a, b, c], [" ^d: Four.", " a: One.", " b: Two.", " c: Three."]);
  check([a, b, c], [c, a, block("b", "Two and a half.")], [" ^c: Three.", " a: One.", "~b: Two{+ and a half+}."]);
});

test("a block that was put inside another has moved, and what is inside it came along", () => {
  const parent = at(b, { inside: [c] });
  check([a, parent], [at(a, { inside: [parent] })], [" a: One.", "   ^b: Two.", "     c: Three."]);
});

test("blocks inside a removed one are removed, unless they were moved out", () => {
  check([a, at(b, { inside: [c, d] })], [a, d], [" a: One.", "-b: [-Two.-]", "  -c: [-Three.-]", " ^d: Four."]);
});

test("another level of a heading is a change, and so are a mark and an appearance", () => {
  const heading = (level: number) => at(a, { name: "heading", attributes: { level } });
  check([heading(2)], [heading(3)], ["~a: One."]);
  check([a], [at(a, { name: "quote" })], ["~a: One."]);
  check([a], [at(a, { attributes: { textAlignment: "center" } })], ["~a: One."]);
  const [before, after] = [noteOf([a]), noteOf([a])];
  [...after.getXmlFragment("document-store").createTreeWalker((part) => part instanceof Y.XmlText)].forEach((text) => { if (text instanceof Y.XmlText) text.format(0, 3, { bold: {} }); });
  expect(compare(blocksOf(before), blocksOf(after)).rows.map(drawn)).toEqual(["~a: [-One-]{+One+}."]);
});

test("a comment is not a change of the text", () => {
  const after = noteOf([a]);
  [...after.getXmlFragment("document-store").createTreeWalker((part) => part instanceof Y.XmlText)].forEach((text) => { if (text instanceof Y.XmlText) text.format(0, 3, { "comment--+/gW+A0i": { threadId: "t" } }); });
  expect(compare(blocksOf(noteOf([a])), blocksOf(after)).counts.changed).toBe(0);
});

test("tables are compared cell by cell, also when a row or a column came in", () => {
  check([table("t", [["a", "b"], ["c", "d"]])], [table("t", [["a", "b"], ["c", "dd"]])], ["~t: a | b / c | [-d-]{+dd+}"]);
  check([table("t", [["a"], ["b"]])], [table("t", [["a"], ["n"], ["b"]])], ["~t: a / {+n+} / b"]);
  check([table("t", [["a", "b"]])], [table("t", [["a", "n", "b"]])], ["~t: a | {+n+} | b"]);
});

test("links to notes and breaks are compared as what they show", () => {
  const link = (title: string) => ({ name: "interlinkingLinkInline", attributes: { docId: "7b", disabled: false, trigger: "@", title } });
  check([block("a", ["See ", link("Plan"), { name: "hardBreak" }, "soon"])], [block("a", ["See ", link("Draft"), { name: "hardBreak" }, "soon"])], ["~a: See [-Plan-]{+Draft+}\nsoon"]);
});

test("an unknown block is shown with its text and marked as unknown", () => {
  const odd = { id: "o", name: "columnList", children: [{ name: "column", children: ["kept"] }] };
  const { rows } = between([a], [a, odd]);
  expect(rows.map(drawn)).toEqual([" a: One.", "+o: {+kept+}"]);
  expect(rows.map(({ shown }) => shown.known)).toEqual([true, false]);
  const marked = between([], [block("m", ["x", { name: "mystery", children: ["y"] }]), block("n", "z", { attributes: { shade: "q" } })]);
  expect(marked.rows.map(({ shown }) => shown.known)).toEqual([false, false]);
});

test("numbers go on from point to point and begin anew after something else", () => {
  const point = (id: string, start?: number) => block(id, id, { name: "numberedListItem", attributes: { start } });
  const { rows } = between([], [point("p", 3), point("q"), a, point("r")]);
  expect(rows.map(({ shown }) => shown.number)).toEqual([3, 4, null, 1]);
});

test("ids that are missing or used twice do not mix up the blocks", () => {
  check([a, at(a, { children: ["Twice."] })], [a, at(a, { children: ["Twice."] })], [" a: One.", " #1: Twice."]);
  expect(between([], [a, a]).rows.map(({ shown }) => shown.id)).toEqual(["a", null]);
});

test("the counts name each block once", () => {
  expect(between([a, b, c, d], [d, b, block("c", "3."), block("e", "New.")]).counts).toEqual({ changed: 1, added: 1, removed: 1, moved: 1 });
});

test("unchanged rows far from a change are folded into their number", () => {
  const many = Array.from({ length: 9 }, (_, index) => block(`k${index.toString()}`, "Kept."));
  const shown = folded(between(many, [...many, a]).rows, 1);
  expect(shown.map((row) => (typeof row === "number" ? row : row.key))).toEqual([8, "k8", "a"]);
});

test("a depth that nobody writes ends as not supported", () => {
  let deep = block("x", "x");
  for (let depth = 0; depth < 200; depth += 1) deep = block(`d${depth.toString()}`, "d", { inside: [deep] });
  const { rows } = between([], [deep]);
  expect(rows.length).toBeLessThan(100);
  expect(rows.at(-1)?.shown.known).toBe(false);
});

test("two thousand blocks are compared before one notices, also when all of them changed places", () => {
  const text = "The working group met and agreed on the plan for the coming year, with two votes against.";
  const long = Array.from({ length: 2000 }, (_, index) => block(`k${index.toString()}`, `${index.toString()} ${text}`));
  const edited = long.map((item, index) => (index % 10 === 0 ? block(item.id, `${text} Changed ${index.toString()}.`) : item));
  const [before, after, turned] = [long, edited, [...edited].reverse()].map((blocks) => blocksOf(noteOf(blocks)));
  if (before === undefined || after === undefined || turned === undefined) throw new Error("three texts");
  const start = performance.now();
  expect(compare(before, after).counts).toEqual({ changed: 200, added: 0, removed: 0, moved: 0 });
  expect(compare(before, turned).counts.changed).toBe(200);
  expect(performance.now() - start).toBeLessThan(3000);
});
