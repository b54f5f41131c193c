// Blocks of an editor in a few signs, for tests: `type text`, what stands inside one is indented, and what is not as usual
// follows its type. Bold is *so*, italic /so/, underlined _so_, struck ~so~, code `so`, a link [so](address), a colour {so|red}.
type Inline = { type: string; text?: string; href?: string; styles?: Record<string, unknown>; content?: unknown };
type Cell = { type: string; props: Record<string, unknown>; content: Inline[] };
type Shown = { type: string; props: Record<string, unknown>; content?: unknown; children: Shown[] };

const USUAL: Record<string, unknown> = { backgroundColor: "default", textColor: "default", textAlignment: "left", isToggleable: false, checked: false, colspan: 1, rowspan: 1, showPreview: true, caption: "", name: "", start: undefined, previewWidth: undefined, url: "" };
const SIGNS: [string, string][] = [["bold", "*"], ["italic", "/"], ["underline", "_"], ["strike", "~"], ["code", "`"]];

export const outlineOf = (blocks: unknown): string[] => shown(blocks).flatMap((block) => linesOf(block, ""));

function linesOf(block: Shown, indent: string): string[] {
  const line = `${indent}${block.type}${propsOf(block.props)} ${Array.isArray(block.content) ? inline(block.content) : ""}`.trimEnd();
  const rows = isTable(block.content) ? block.content.rows.map(({ cells }) => `${indent}  | ${cells.map((cell) => `${propsOf(cell.props)} ${inline(cell.content)}`.trim()).join(" | ")}`) : [];
  const heads = isTable(block.content) && block.content.headerRows !== undefined ? ` heads=${String(block.content.headerRows)}` : "";
  return [line + heads, ...rows, ...block.children.flatMap((child) => linesOf(child, `${indent}  `))];
}

const propsOf = (props: Record<string, unknown>): string => {
  const told = Object.entries(props).filter(([name, value]) => USUAL[name] !== value && value !== undefined);
  return told.length === 0 ? "" : `(${told.map(([name, value]) => `${name}=${String(value)}`).join(" ")})`;
};

const inline = (content: Inline[]): string => content.map((part) => {
  if (part.type === "link") return `[${inline(Array.isArray(part.content) ? part.content : [])}](${part.href ?? ""})`;
  let text = (part.text ?? part.type).replaceAll("\n", "⏎").replaceAll("\u00a0", "·");
  for (const [name, sign] of SIGNS) if (part.styles?.[name] === true) text = sign + text + sign;
  for (const name of ["textColor", "backgroundColor"]) if (part.styles?.[name] !== undefined) text = `{${text}|${String(part.styles[name])}}`;
  return text;
}).join("");

function shown(blocks: unknown): Shown[] {
  return JSON.parse(JSON.stringify(blocks));
}

const isTable = (content: unknown): content is { rows: { cells: Cell[] }[]; headerRows?: number } => typeof content === "object" && content !== null && "rows" in content;
