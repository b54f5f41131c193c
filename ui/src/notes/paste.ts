// Cleans what is pasted before the editor reads it: what Word, LibreOffice, Google Docs and web pages put on the clipboard
// becomes headings, paragraphs, lists, tables and code, and no words are lost. Pure: it loads nothing and runs nothing.
// A picture at an address that is none of a note's file leaves its description; its address is shown to nobody.
import { languageOf } from "./code-languages";
import { placeOf } from "./files";
import { rename, tidySpace, textOf, unwrap } from "./paste-dom";
import { joinLists, keepStarts } from "./paste-lists";
import { declarations, keepLooks } from "./paste-looks";
import { cleanTables } from "./paste-tables";

export type Pasted = {
  html: string;
  /** Pictures that came with the text; each stands in it as an `img` with its place in this list as `data-picture`. */
  pictures: readonly string[];
};

const JUNK = "script, style, meta, link, title, base, template, noscript, iframe, object, embed, svg, canvas, math, video, audio, source, track, select, textarea, xml, col, colgroup, [hidden]";
const MEANT = "h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote, img, a[href], b, strong, i, em, u, s, del, [style*='font-weight'], [style*='mso-']";
/** Pictures that come inside the text; others could run something or are none. */
const PICTURE = /^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]+$/;
/** Notion writes line breaks as such, and says so in a comment that our editor reads. */
const NOTION = /<!--\s*notionvc:/;
const LINK = /^(?:https?:|mailto:|tel:)/i;
const BLOCKS = "p, div, h1, h2, h3, h4, h5, h6";
const INLINE = "span, b, strong, i, em, u, s, a";

const KEPT: ReadonlySet<string> = new Set(["href", "src", "alt", "colspan", "rowspan", "start", "style", "type", "checked", "data-language", "data-picture", "data-text-alignment"]);

/** The HTML with nothing in it but what our editor knows. */
export function cleaned(html: string): Pasted {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  removeJunk(body);
  nameBlocks(body);
  joinLists(body);
  keepCode(body);
  const pictures = keepPictures(body);
  keepLinks(body);
  cleanTables(body, () => { keepLooks(body); });
  if (!NOTION.test(html)) tidySpace(body);
  removeEmpty(body);
  for (const element of body.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) if (!KEPT.has(name)) element.removeAttribute(name);
  }
  keepStarts(body);
  return { html: body.innerHTML, pictures };
}

/** Whether HTML says more than its plain text: an editor for code copies coloured lines, which mean nothing. */
export function saysMore(html: string): boolean {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const found = [...body.querySelectorAll(MEANT)];
  return found.some((element) => !/^(?:normal|400)$/.test(declarations(element).get("font-weight") ?? ""));
}

const MARKDOWN = [
  /^ {0,3}#{1,6} \S/m,
  /^ {0,3}(?:[-*+]|\d{1,9}[.)]) \S.*\n(?:.*\n)?\s*(?:[-*+]|\d{1,9}[.)]) \S/m,
  /^\s*[-*+] \[[ xX]\] \S/m,
  /^ {0,3}(?:```|~~~)/m,
  /^ {0,3}> \S/m,
  /^\s*\|?.*\|.*\n\s*\|?(?:\s*:?-{2,}:?\s*\|)+/m,
  /(?:^|[\s(])\*\*\S(?:.*?\S)?\*\*(?=$|[\s.,;:)])/m,
  /(?:^|\s)`[^`\n]+`(?=$|[\s.,;:)])/m,
  /\[[^\]\n]+\]\((?:https?|mailto):[^)\s]+\)/,
];

/** Whether a plain text is meant as Markdown; a text that only has a star or a line in it is none. */
export const isMarkdown = (text: string): boolean => MARKDOWN.some((sign) => sign.test(text.replaceAll("\r\n", "\n")));

function removeJunk(body: Element): void {
  for (const found of body.querySelectorAll(JUNK)) found.remove();
  for (const element of [...body.querySelectorAll("*")].reverse()) {
    const style = declarations(element);
    const gone = style.get("display") === "none" || style.get("mso-hide") === "all" || /comment/.test(style.get("mso-element") ?? "");
    // Word's own elements have a colon in their name, and a space that cannot break where a paragraph is empty.
    if (gone || (element.localName === "o:p" && textOf(element) === "")) element.remove();
    else if (element.localName.includes(":")) unwrap(element);
    else if (element.localName === "input" && element.getAttribute("type") !== "checkbox") element.remove();
  }
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) if (!NOTION.test(`<!--${comment.nodeValue ?? ""}`)) comment.parentNode?.removeChild(comment);
}

/** What programs say with a class or a style, said with an element. */
function nameBlocks(body: Element): void {
  for (const element of body.querySelectorAll(BLOCKS)) {
    const level = Number(declarations(element).get("mso-outline-level"));
    if (element.matches(".MsoTitle")) rename(element, "h1");
    else if (element.matches(".MsoQuote, .MsoIntenseQuote")) rename(element, "blockquote");
    else if (!/^h\d$/.test(element.localName) && level >= 1 && level <= 6) rename(element, `h${level.toString()}`);
  }
  for (const found of body.querySelectorAll("dt")) {
    const term = rename(found, "p");
    const strong = body.ownerDocument.createElement("strong");
    strong.append(...term.childNodes);
    term.append(strong);
  }
  for (const found of body.querySelectorAll("dd")) if (found.querySelector(`${BLOCKS}, ul, ol, table`) === null) rename(found, "p");
  for (const found of body.querySelectorAll("kbd, samp, tt, var")) rename(found, "code");
  for (const box of body.querySelectorAll("li[role='checkbox']")) {
    box.querySelector("img")?.remove();
    const input = body.ownerDocument.createElement("input");
    input.setAttribute("type", "checkbox");
    if (box.getAttribute("aria-checked") === "true") input.setAttribute("checked", "");
    box.prepend(input);
  }
}

/** Code is the letters of a `pre`, in whatever colours they came. */
function keepCode(body: Element): void {
  const document = body.ownerDocument;
  for (const pre of body.querySelectorAll("pre")) {
    for (const end of pre.querySelectorAll("br")) end.replaceWith("\n");
    const named = [pre, ...pre.querySelectorAll("code"), pre.parentElement ?? pre];
    const [, language] = /(?:language-|lang-|highlight-source-)([\w#+-]+)/.exec(named.map((element) => element.className).join(" ")) ?? [];
    const code = document.createElement("code");
    const given = named.map((element) => element.getAttribute("data-language")).find((name) => name !== null) ?? language;
    code.setAttribute("data-language", languageOf(given ?? ""));
    code.textContent = (pre.textContent ?? "").replace(/\n$/, "");
    pre.replaceChildren(code);
    pre.removeAttribute("style");
  }
}

function keepPictures(body: Element): string[] {
  const pictures: string[] = [];
  for (const found of body.querySelectorAll("img")) {
    const source = found.getAttribute("src") ?? "";
    if (placeOf(source) !== undefined) continue;
    if (PICTURE.test(source)) {
      found.removeAttribute("src");
      found.setAttribute("data-picture", (pictures.push(source) - 1).toString());
    } else found.replaceWith(found.getAttribute("alt") ?? "");
  }
  for (const figure of body.querySelectorAll("figure")) {
    if (figure.querySelector("img") !== null) continue;
    for (const caption of figure.querySelectorAll("figcaption")) rename(caption, "p");
    unwrap(figure);
  }
  return pictures;
}

/** What leads to another place in the text it came from leads nowhere here. */
function keepLinks(body: Element): void {
  for (const link of body.querySelectorAll("a")) if (!LINK.test(link.getAttribute("href")?.trim() ?? "")) unwrap(link);
}

const HOLDS = "img, hr, input, pre, table, td, th";

/** Other programs make space with empty paragraphs, and with breaks that stand between blocks; blocks have it of themselves. */
function removeEmpty(body: Element): void {
  for (const found of body.querySelectorAll("br")) {
    const inText = (beside: Node | null): boolean => beside !== null && !(beside instanceof Element && beside.matches(`${BLOCKS}, ul, ol, table, blockquote, pre, hr`));
    if (!inText(sideOf(found, "previousSibling")) || !inText(sideOf(found, "nextSibling"))) found.remove();
  }
  for (const found of [...body.querySelectorAll(`${BLOCKS}, blockquote, li, ul, ol, ${INLINE}`)].reverse()) {
    if (textOf(found) !== "" || found.querySelector(HOLDS) !== null) continue;
    if (found.matches(INLINE)) unwrap(found);
    else found.remove();
  }
}

/** What stands beside it; space is nothing. */
function sideOf(node: Node, side: "previousSibling" | "nextSibling"): Node | null {
  let beside = node[side];
  while (beside !== null && !(beside instanceof Element) && textOf(beside) === "") beside = beside[side];
  return beside;
}
