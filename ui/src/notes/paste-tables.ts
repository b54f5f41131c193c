// Tables as the editor has them: rows of cells with one line of text each, the lines of which are broken. A table that only
// puts things beside one another is taken apart.
import { rename, textOf, unwrap } from "./paste-dom";
import { declarations } from "./paste-looks";

const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote, pre, hr, section, article, center, figure, table, tr, td";
/** A line that has only the sign of its point yet. */
const SIGN = /^(?:•|☐|☑|\d+\.) $/;

/** What changes the looks of all elements runs in the middle: heads are told by a style, and colours are kept in one. */
export function cleanTables(body: Element, keepLooks: () => void): void {
  for (const table of body.querySelectorAll("table")) {
    for (const caption of table.querySelectorAll(":scope > caption")) table.before(rename(caption, "p"));
    for (const cell of table.querySelectorAll("thead td")) rename(cell, "th");
    for (const row of table.querySelectorAll("tr")) {
      if (declarations(row).get("mso-yfti-irow") === "-1") for (const cell of row.querySelectorAll("td")) rename(cell, "th");
    }
  }
  for (const table of [...body.querySelectorAll("table")].reverse()) if (isLayout(table)) takeApart(table);
  keepLooks();
  for (const cell of body.querySelectorAll("td, th")) flatten(cell);
}

function isLayout(table: Element): boolean {
  const cells = table.querySelectorAll("td, th");
  return cells.length < 2 || table.getAttribute("role") === "presentation" || table.querySelector("table") !== null;
}

function takeApart(table: Element): void {
  const own = (parts: string) => [...table.querySelectorAll(parts)].filter((part) => part.parentElement?.closest("table") === table);
  const [cells, rest] = [own("td, th"), own("thead, tbody, tfoot, tr")];
  for (const cell of cells) rename(cell, "div").removeAttribute("style");
  for (const part of rest) unwrap(part);
  unwrap(table);
}

/** A cell holds no blocks: each becomes a line, and a point of a list keeps its sign. Pictures stand after the table. */
function flatten(cell: Element): void {
  cell.closest("table")?.after(...cell.querySelectorAll("img"));
  const lines: Node[][] = [[]];
  fill(cell, lines);
  const words = lines.map((line) => line.filter((node, at) => textOf(node) !== "" || (at > 0 && at < line.length - 1)));
  const kept = words.filter((line) => line.length > 0);
  cell.replaceChildren(...kept.flatMap((line, at) => (at === 0 ? line : [cell.ownerDocument.createElement("br"), ...line])));
}

function fill(parent: Element, lines: Node[][]): void {
  for (const node of [...parent.childNodes]) {
    if (!(node instanceof Element)) lines.at(-1)?.push(node);
    else if (node.localName === "br") lines.push([]);
    else if (node.localName === "input") lines.at(-1)?.push(parent.ownerDocument.createTextNode(node.hasAttribute("checked") ? "☑ " : "☐ "));
    else if (!node.matches(BLOCKS) && node.querySelector(`${BLOCKS}, br`) === null) lines.at(-1)?.push(node);
    else {
      const last = lines.at(-1) ?? [];
      if (node.matches(BLOCKS) && !(last.length === 1 && SIGN.test(last[0]?.nodeValue ?? ""))) lines.push(signOf(node));
      fill(node, lines);
      if (node.matches(BLOCKS)) lines.push([]);
    }
  }
}

function signOf(node: Element): Node[] {
  if (node.localName !== "li" || node.querySelector(":scope > input") !== null) return [];
  const list = node.parentElement;
  const start = Number(list?.getAttribute("start") ?? 1);
  const at = [...(list?.children ?? [])].indexOf(node);
  return [node.ownerDocument.createTextNode(list?.localName === "ol" ? `${(start + at).toString()}. ` : "• ")];
}
