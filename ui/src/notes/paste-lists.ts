// Word writes the points of a list as paragraphs that know how deep they stand, and its web edition as a list for each of
// them. Here they become lists inside lists.
import { nextOf, rename, textOf, unwrap } from "./paste-dom";
import { declarations } from "./paste-looks";

type Point = {
  element: Element;
  level: number;
  ordered: boolean;
  /** What a numbered one is numbered with, where that is a number. */
  start: number | null;
  checked: boolean | null;
};

type Open = { level: number; list: Element };

const NUMBER = /^\(?(?:\d{1,4}|[a-z]{1,5})[.)]/i;
const LEVEL = /level(\d)/;
/** What stands before a point whose marker is not marked as one. */
const LOOSE = /^[\s\u00a0]*([·•▪◦–oØü§☐☑☒]|\(?(?:\d{1,4}|[a-z]{1,3})[.)])(?:[\s\u00a0]{2,}|\t)/i;

export function joinLists(body: Element): void {
  const points = new Map<Element, Point>();
  for (const element of body.querySelectorAll("p, h1, h2, h3, h4, h5, h6, div, li[data-aria-level]")) {
    const point = element.localName === "li" ? webPoint(element) : wordPoint(element);
    if (point !== null) points.set(point.element, point);
  }
  for (const wrapper of body.querySelectorAll(".ListContainerWrapper")) unwrap(wrapper);
  const done = new Set<Element>();
  for (const [element, first] of points) {
    if (done.has(element)) continue;
    const run: Point[] = [];
    for (let at: Point | undefined = first; at !== undefined; at = points.get(nextOf(at.element) ?? body)) run.push(at);
    for (const point of run) done.add(point.element);
    element.before(...listsOf(run));
    for (const point of run) point.element.remove();
  }
  mendLists(body);
}

function wordPoint(element: Element): Point | null {
  const given = declarations(element).get("mso-list");
  const [, level] = LEVEL.exec(given ?? "") ?? [];
  const marker = [...element.querySelectorAll("span")].find((span) => /^ignore$/i.test(declarations(span).get("mso-list") ?? ""));
  if (level === undefined) return null;
  // The number of a heading is a part of its words.
  if (/^h\d$/.test(element.localName)) {
    if (marker !== undefined) marker.replaceWith(`${textOf(marker)} `);
    return null;
  }
  const sign = marker === undefined ? looseSign(element) : textOf(marker);
  marker?.remove();
  return { element, level: Number(level), ...kindOf(sign) };
}

/** Each point of Word's web edition has a list of its own. */
function webPoint(element: Element): Point | null {
  const list = element.parentElement;
  if (list === null || list.childElementCount !== 1) return null;
  const ordered = list.localName === "ol";
  const start = ordered ? Number(list.getAttribute("start") ?? 1) : null;
  const point = rename(element, "p");
  list.replaceWith(point);
  for (const inner of point.querySelectorAll("p")) unwrap(inner);
  return { element: point, level: Number(point.getAttribute("data-aria-level")), ordered, start, checked: null };
}

function looseSign(element: Element): string {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const first = walker.nextNode();
  const [all, sign] = LOOSE.exec(first?.nodeValue ?? "") ?? [];
  if (first === null || all === undefined || sign === undefined) return "";
  first.nodeValue = (first.nodeValue ?? "").slice(all.length);
  return sign;
}

function kindOf(sign: string): Pick<Point, "ordered" | "start" | "checked"> {
  const ordered = NUMBER.test(sign);
  const number = Number.parseInt(sign.replace("(", ""), 10);
  const checked = /[☐☑☒]/.test(sign) ? sign !== "☐" : null;
  return { ordered, start: ordered && !Number.isNaN(number) ? number : null, checked };
}

/** The lists that these points make; more than one where a list of another kind follows at the top. */
function listsOf(run: readonly Point[]): Element[] {
  const tops: Element[] = [];
  let open: Open[] = [];
  for (const point of run) {
    while (open.length > 1 && point.level < (open.at(-1)?.level ?? 0)) open.pop();
    const last = open.at(-1);
    const deeper = last !== undefined && point.level > last.level;
    const same = last !== undefined && !deeper && last.list.localName === (point.ordered ? "ol" : "ul");
    if (!same) {
      const made = { level: point.level, list: listFor(point) };
      if (!deeper) open = open.slice(0, -1);
      const parent = open.at(-1)?.list;
      if (parent === undefined) tops.push(made.list);
      else (parent.lastElementChild ?? parent).append(made.list);
      open.push(made);
    }
    open.at(-1)?.list.append(itemFor(point));
  }
  return tops;
}

function listFor({ element, ordered, start }: Point): Element {
  const list = element.ownerDocument.createElement(ordered ? "ol" : "ul");
  if (start !== null && start !== 1) list.setAttribute("start", start.toString());
  return list;
}

function itemFor({ element, checked }: Point): Element {
  const item = element.ownerDocument.createElement("li");
  if (checked !== null) {
    const box = element.ownerDocument.createElement("input");
    box.setAttribute("type", "checkbox");
    if (checked) box.setAttribute("checked", "");
    item.append(box);
  }
  item.append(...element.childNodes);
  return item;
}

/** A list right inside a list belongs to the point before it; where there is none, its points are the list's own. */
function mendLists(body: Element): void {
  for (const list of body.querySelectorAll(":is(ul, ol) > :is(ul, ol)")) {
    const before = list.previousElementSibling;
    if (before?.localName === "li") before.append(list);
    else unwrap(list);
  }
}

/** Our editor reads the number of a list from right above its first point, where a list inside that point would part them. */
export function keepStarts(body: Element): void {
  for (const list of body.querySelectorAll("ol[start]")) {
    const first = list.firstElementChild;
    const inner = [...(first?.children ?? [])].filter((child) => child.matches("ul, ol"));
    if (first === null || inner.length === 0) continue;
    const [block, group] = [list.ownerDocument.createElement("div"), list.ownerDocument.createElement("div")];
    block.setAttribute("start", list.getAttribute("start") ?? "1");
    group.setAttribute("data-node-type", "blockGroup");
    first.before(block);
    group.append(...inner);
    block.append(first, group);
  }
}
