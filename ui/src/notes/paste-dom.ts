// What the parts of cleaning a pasted text do with its elements.

/** Its words without the space around them, also without space that cannot break. */
export const textOf = (node: Node): string => (node.textContent ?? "").replaceAll("\u00a0", " ").trim();

/** Leaves what is in an element, without it. */
export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

/** Puts everything in an element into another one in its place. */
export function rename(element: Element, name: string): Element {
  const made = element.ownerDocument.createElement(name);
  for (const { name: key, value } of element.attributes) made.setAttribute(key, value);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

/** The element right after it; none when words stand between them. */
export function nextOf(element: Element): Element | null {
  for (let node = element.nextSibling; node !== null; node = node.nextSibling) {
    if (node instanceof Element) return node;
    if (textOf(node) !== "") return null;
  }
  return null;
}

const BROKEN = "p, div, h1, h2, h3, h4, h5, h6, li, ul, ol, blockquote, td, th, tr, table, tbody, thead, tfoot, br, hr, pre, img, body";

/** Makes one space of many, and none at the ends of a line, as a page shows it. Space that cannot break stays. */
export function tidySpace(body: Element): void {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  let [last, starts]: [Node | null, boolean] = [null, true];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node instanceof Element) {
      if (node.matches(BROKEN)) [last, starts] = [trimEnd(last), true];
      continue;
    }
    if (node.parentElement?.closest("pre") !== null) continue;
    // The end of a block shows in where the next words stand, not in a node of its own.
    if (last !== null && blockOf(last) !== blockOf(node)) [last, starts] = [trimEnd(last), true];
    const text = (node.nodeValue ?? "").replace(/[ \t\r\n\f]+/g, " ");
    node.nodeValue = starts ? text.replace(/^ /, "") : text;
    if (node.nodeValue !== "") [last, starts] = [node, node.nodeValue.endsWith(" ")];
  }
  trimEnd(last);
}

const blockOf = (node: Node): Element | null => node.parentElement?.closest(BROKEN) ?? null;

function trimEnd(node: Node | null): null {
  if (node !== null) node.nodeValue = (node.nodeValue ?? "").replace(/ $/, "");
  return null;
}
