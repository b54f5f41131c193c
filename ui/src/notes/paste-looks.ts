// What of the look of a pasted text is kept: bold, italic, underlined, struck through, how it is aligned, and colours as
// the nearest of the editor's own, so that they can be read on a light and on a dark page. Everything else is left out.
import { unwrap } from "./paste-dom";

const BLOCKS: ReadonlySet<string> = new Set(["p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "div"]);
const CELLS: ReadonlySet<string> = new Set(["td", "th"]);
/** Those that mean something without their style. */
const MEANT: ReadonlySet<string> = new Set(["a", "b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "code"]);
const LOOSE: ReadonlySet<string> = new Set(["span", "font", "small", "big", "mark", "label", "abbr", "time", "cite", "dfn", "button", "bdi", "bdo", "nobr"]);
const ALIGNED: ReadonlySet<string> = new Set(["center", "right", "justify"]);

/** What is written in the style of an element, also what no browser knows. */
export function declarations(element: Element): ReadonlyMap<string, string> {
  const found = (element.getAttribute("style") ?? "").split(";").map((line): [string, string] => {
    const at = line.indexOf(":");
    return [line.slice(0, Math.max(at, 0)).trim().toLowerCase(), line.slice(at + 1).replace("!important", "").trim().toLowerCase()];
  });
  return new Map(found.filter(([name]) => name !== ""));
}

export function keepLooks(body: Element): void {
  for (const element of [...body.querySelectorAll("*")].reverse()) {
    if (element.closest("pre") !== null) continue;
    const name = element.localName;
    if (CELLS.has(name) || BLOCKS.has(name)) keepBlock(element);
    else if (MEANT.has(name) || LOOSE.has(name)) keepInline(element);
    else element.removeAttribute("style");
  }
}

function keepBlock(element: Element): void {
  const looks = looksOf(element);
  const cell = CELLS.has(element.localName);
  // A cell is as its paragraphs are; our editor reads that from an attribute of its own.
  const align = looks.align ?? (cell ? element.querySelector(":scope > [style*=text-align]")?.getAttribute("style")?.match(/text-align: (\w+)/)?.[1] : undefined);
  if (cell && align !== undefined) element.setAttribute("data-text-alignment", align);
  const style = [!cell && align && `text-align: ${align}`, looks.text && `color: ${looks.text}`, looks.background && `background-color: ${looks.background}`].filter(Boolean);
  element.removeAttribute("style");
  // What wraps many blocks would colour each of them; pages do it for the ground they stand on.
  const wraps = element.localName === "div" || element.localName === "li";
  if (style.length > 0 && !wraps) element.setAttribute("style", style.join("; "));
  const plain = !/^(?:h\d|th)$/.test(element.localName);
  if (!wraps || element.querySelector("p, div, ul, ol, table, blockquote, h1, h2, h3, h4, h5, h6, pre") === null) {
    for (const tag of [plain && looks.bold && "strong", looks.italic && "em"]) if (tag) wrapInside(element, tag);
  }
}

function keepInline(element: Element): void {
  const looks = looksOf(element);
  element.removeAttribute("style");
  const inLink = element.closest("a") !== null || (element.childElementCount === 1 && element.firstElementChild?.localName === "a" && element.textContent === element.firstElementChild.textContent);
  const inHeading = element.closest("h1, h2, h3, h4, h5, h6, th") !== null;
  const colours = inLink ? [] : [looks.text && `color: ${looks.text}`, looks.background && `background-color: ${looks.background}`].filter(Boolean);
  if (colours.length > 0) wrapInside(element, "span").setAttribute("style", colours.join("; "));
  const tags = [looks.bold && !inHeading && "strong", looks.italic && "em", looks.underline && !inLink && "u", looks.struck && "s"];
  for (const tag of tags) if (tag) wrapInside(element, tag);
  const strong = element.localName === "b" || element.localName === "strong";
  const link = element.localName === "u" && inLink;
  if (LOOSE.has(element.localName) || (strong && (looks.bold === false || inHeading)) || link) unwrap(element);
}

function wrapInside(element: Element, name: string): Element {
  const made = element.ownerDocument.createElement(name);
  made.append(...element.childNodes);
  element.append(made);
  return made;
}

type Looks = {
  bold: boolean | undefined;
  italic: boolean;
  underline: boolean;
  struck: boolean;
  align: string | undefined;
  text: string | undefined;
  background: string | undefined;
};

function looksOf(element: Element): Looks {
  const style = declarations(element);
  const weight = style.get("font-weight");
  const lines = `${style.get("text-decoration") ?? ""} ${style.get("text-decoration-line") ?? ""}`;
  const align = style.get("text-align") ?? element.getAttribute("align")?.toLowerCase() ?? "";
  const marked = element.localName === "mark" ? "yellow" : undefined;
  return {
    bold: weight === undefined ? undefined : /^bold|^[6-9]\d\d$/.test(weight),
    italic: style.get("font-style") === "italic",
    underline: lines.includes("underline") && element.localName !== "a",
    struck: lines.includes("line-through"),
    align: ALIGNED.has(align) ? align : undefined,
    text: nearest(style.get("color") ?? element.getAttribute("color") ?? "", "text"),
    background: nearest(style.get("background-color") ?? style.get("background") ?? element.getAttribute("bgcolor") ?? "", "background") ?? marked,
  };
}

const NAMED: Readonly<Record<string, string>> = {
  red: "ff0000", maroon: "800000", yellow: "ffff00", olive: "808000", lime: "00ff00", green: "008000", aqua: "00ffff",
  cyan: "00ffff", teal: "008080", blue: "0000ff", navy: "000080", fuchsia: "ff00ff", magenta: "ff00ff", purple: "800080",
  gray: "808080", grey: "808080", silver: "c0c0c0", lightgrey: "d3d3d3", lightgray: "d3d3d3", orange: "ffa500",
  pink: "ffc0cb", brown: "a52a2a", darkred: "8b0000", darkblue: "00008b", darkgreen: "006400", white: "ffffff", black: "000000",
};

/** Where each of the editor's colours ends on the circle of them. */
const HUES: readonly [number, string][] = [[15, "red"], [42, "orange"], [70, "yellow"], [165, "green"], [258, "blue"], [292, "purple"], [340, "pink"], [360, "red"]];

/** The colour of the editor that is nearest; none where it is the page's own or black, white or not a colour. */
export function nearest(written: string, use: "text" | "background"): string | undefined {
  const channels = channelsOf(written.trim().toLowerCase());
  if (channels === undefined) return undefined;
  const [red, green, blue] = channels;
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const light = (most + least) / 510;
  const range = (most - least) / 255;
  const full = range === 0 ? 0 : range / (1 - Math.abs(2 * light - 1));
  if (full < 0.18 || light > 0.985) {
    const [dark, bright] = use === "text" ? [0.38, 0.8] : [0.25, 0.96];
    return light < dark || light > bright ? undefined : "gray";
  }
  // A letter in a colour that is nearly black is black to whoever wrote it.
  if (use === "text" && most < 70) return undefined;
  const sixth = most === red ? ((green - blue) / (most - least) + 6) % 6 : most === green ? (blue - red) / (most - least) + 2 : (red - green) / (most - least) + 4;
  const hue = sixth * 60;
  const name = HUES.find(([end]) => hue <= end)?.[1] ?? "red";
  return (name === "orange" || (name === "red" && green > 30 && range < 0.55)) && light < 0.4 ? "brown" : name;
}

function channelsOf(written: string): [number, number, number] | undefined {
  const word = /^[a-z]+/.exec(written)?.[0] ?? "";
  const [, hex] = /#([0-9a-f]{6}|[0-9a-f]{3})\b/.exec(written) ?? [];
  const digits = hex ?? NAMED[word];
  if (digits !== undefined) {
    const pairs = digits.length === 3 ? [...digits].map((digit) => digit + digit) : (digits.match(/../g) ?? []);
    const [red = 0, green = 0, blue = 0] = pairs.map((pair) => Number.parseInt(pair, 16));
    return [red, green, blue];
  }
  const [, inner] = /^rgba?\(([^)]*)\)/.exec(written) ?? [];
  const [red, green, blue, alpha = 1] = (inner ?? "").split(/[\s,/]+/).filter((part) => part !== "").map(Number);
  if (red === undefined || green === undefined || blue === undefined || alpha < 0.1) return undefined;
  return [red, green, blue];
}
