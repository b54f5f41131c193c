// What other programs put on the clipboard becomes clean blocks. The fixtures are written as those programs write them, and
// the editor is the real one.
import { BlockNoteEditor } from "@blocknote/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { outlineOf } from "../../tests/blocks";
import googleDocs from "../../tests/pasted/google-docs.html?raw";
import libreOffice from "../../tests/pasted/libreoffice.html?raw";
import sheet from "../../tests/pasted/sheet.html?raw";
import webPage from "../../tests/pasted/web-page.html?raw";
import wordOnline from "../../tests/pasted/word-online.html?raw";
import word from "../../tests/pasted/word.html?raw";
import { cleaned, isMarkdown, saysMore } from "./paste";
import { nearest } from "./paste-looks";
import { cleanDrops, paste, pastePlainly } from "./pasting";
import { commentMark, schema } from "./schema";

const words = { codeLanguage: "Language", pdf: "PDF", uploading: "Uploading", openNote: (title: string) => title, untitled: "Untitled", unlinked: { missing: "Not here", deleted: "In the trash" } };
const ours = "https://docs.example/media/7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0001/attachments/7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0002.png";
const pixel = "data:image/png;base64,iVBORw0KGgo=";

let given: File[];

function openEditor() {
  const editor = BlockNoteEditor.create({
    schema: schema(words, () => undefined),
    extensions: [commentMark, cleanDrops],
    _tiptapOptions: { enablePasteRules: false },
    uploadFile: (file) => {
      given.push(file);
      return Promise.resolve(ours);
    },
  });
  editor.mount(document.body.appendChild(document.createElement("div")));
  return editor;
}

type Copied = { html?: string; text?: string; files?: File[]; own?: string; plainly?: boolean };

/** Pastes what was copied at the end of what is there, and gives what the note holds then. */
async function pasted({ html = "", text = "", files = [], own = "", plainly = false }: Copied, editor = openEditor()): Promise<string[]> {
  const data: Record<string, string> = { "text/html": html, "text/plain": text, "blocknote/html": own };
  const types = Object.keys(data).filter((type) => data[type] !== "");
  const clipboardData = { types, files, getData: (type: string) => data[type] ?? "" };
  paste({ event: { clipboardData }, editor, plainly, untitled: "Untitled", defaultPasteHandler: () => (editor.pasteText(`own way: ${own}${text}`), true) });
  await new Promise((done) => setTimeout(done));
  return outlineOf(editor.document);
}

beforeEach(() => {
  given = [];
  vi.stubGlobal("ClipboardEvent", Event);
});

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

test("Word: titles, lists inside lists, a table with its head, and no word of it lost", async () => {
  expect(await pasted({ html: word, text: "x" })).toMatchInlineSnapshot(`
    [
      "heading(level=1) Note de cadrage",
      "heading(level=1) Contexte et objectifs",
      "paragraph Le service a reçu *trois */*demandes*/ en _novembre_·; la suite est {urgente|red} et {à relire|yellow}. Voir [le rapport](https://www.example.org/rapport).",
      "bulletListItem Premier point",
      "  bulletListItem Un détail",
      "    bulletListItem Plus profond encore",
      "bulletListItem Second *point*",
      "heading(level=2) Étapes",
      "numberedListItem(start=3) Écrire",
      "  numberedListItem le plan",
      "numberedListItem Relire",
      "table heads=1",
      "  | (backgroundColor=gray textAlignment=center) Poste | Montant",
      "  | Voyage⏎(train) | (backgroundColor=yellow textAlignment=right) 120·€",
      "  | (colspan=2) • Total à revoir",
      "paragraph Plan du bâtiment",
      "quote « Rien sans preuve »",
      "paragraph Fin[1].",
    ]
  `);
});

test("LibreOffice: fonts, lists and a table with a tall cell; its picture becomes a file of the note", async () => {
  expect(await pasted({ html: libreOffice, text: "x" })).toMatchInlineSnapshot(`
    [
      "heading(level=1) Vermerk",
      "paragraph Der Antrag ist {*eilig*|red} und /open/. Siehe [hier](https://www.example.org/).",
      "bulletListItem Eins",
      "  bulletListItem darunter",
      "bulletListItem Zwei",
      "numberedListItem(start=2) Zweitens",
      "numberedListItem Drittens",
      "table heads=1",
      "  | (textAlignment=center) Ort | (textAlignment=center) Tage",
      "  | (rowspan=2 backgroundColor=yellow) Bonn | 2",
      "  | 3",
      "image(name=Siegel url=https://docs.example/media/7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0001/attachments/7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0002.png)",
      "paragraph ~Gestrichen~",
    ]
  `);
  expect(given.map(({ name, type, size }) => ({ name, type, size }))).toEqual([{ name: "1.png", type: "image/png", size: 70 }]);
});

test("Google Docs: nothing is bold that was not, and its lists and ticks are kept", async () => {
  expect(await pasted({ html: googleDocs, text: "x" })).toMatchInlineSnapshot(`
    [
      "heading(level=1) Meeting notes",
      "paragraph We meet *weekly*{_/ at nine/_|red}; see [the agenda](https://www.example.org/agenda).",
      "bulletListItem One",
      "  bulletListItem Inside",
      "bulletListItem Two",
      "checkListItem(checked=true) ~Done~",
      "table",
      "  | (backgroundColor=green) *Who* | Anna",
    ]
  `);
});

test("a page: its words, lists, quotes, code and table, and nothing that loads or runs", async () => {
  expect(await pasted({ html: webPage, text: "x" })).toMatchInlineSnapshot(`
    [
      "heading(level=2) Waterways",
      "paragraph The canal is *long* and [deep](https://nl.wikipedia.org/wiki/Diep).[1]⛵",
      "paragraph The canal in spring",
      "bulletListItem Locks",
      "  bulletListItem upper",
      "  bulletListItem lower",
      "bulletListItem Bridges",
      "  paragraph Seven of them",
      "quote First said.⏎Then written.",
      "codeBlock(language=javascript) const depth = 4;⏎if (depth < 5) {⏎  dive();⏎}",
      "paragraph Type \`help\`.",
      "paragraph Depths",
      "table heads=1",
      "  | Place | Depth",
      "  | Harbour⏎north | 4 m⏎• low tide⏎• high tide",
      "heading(level=3) Contact",
      "paragraph By letter",
      "paragraph Not a link ground",
    ]
  `);
  expect(cleaned(webPage).html).not.toMatch(/tracker|upload\.|<script|onclick|Hidden|javascript:/);
});

test("Word on the web: a list for each point becomes one list", async () => {
  expect(await pasted({ html: wordOnline, text: "x" })).toMatchInlineSnapshot(`
    [
      "paragraph *Besluiten*",
      "bulletListItem Eerste",
      "  bulletListItem Daaronder",
      "numberedListItem Genummerd",
    ]
  `);
});

test("a sheet becomes a table", async () => {
  expect(await pasted({ html: sheet, text: "x" })).toMatchInlineSnapshot(`
    [
      "table",
      "  | *Jahr* | (textColor=red) Summe",
      "  | (textAlignment=right) 2026 | (textAlignment=right) 1.234,50",
    ]
  `);
});

const MARKDOWN = `# Plan

Some **bold** and [a link](https://www.example.org/) and ![far away](https://tracker.example/x.png)

- one
    - inside
- [x] done

3. three
4. four

| Who | Days |
|-----|-----:|
| Ana | 2    |

> quoted

\`\`\`py
print("# no title")
\`\`\`
`;

test("Markdown becomes blocks, and a picture in it that is elsewhere only its words", async () => {
  expect(await pasted({ text: MARKDOWN })).toMatchInlineSnapshot(`
    [
      "heading(level=1) Plan",
      "paragraph Some *bold* and [a link](https://www.example.org/) and far away",
      "bulletListItem one",
      "  bulletListItem inside",
      "checkListItem(checked=true) done",
      "numberedListItem(start=3) three",
      "numberedListItem four",
      "table heads=1",
      "  | Who | (textAlignment=right) Days",
      "  | Ana | (textAlignment=right) 2",
      "quote quoted",
      "codeBlock(language=python) print("# no title")",
    ]
  `);
  expect(await pasted({ html: `<pre style="color: red"><span style="font-weight: 400">${MARKDOWN}</span></pre>`, text: MARKDOWN })).toEqual(await pasted({ text: MARKDOWN }));
});

test.each([
  ["snake_case_name and 2 * 3 * 4", false],
  ["Dear all,\n- regards, A", false],
  ["a | b", false],
  ["# Title", true],
  ["- a\n- b", true],
  ["1. a\n2. b", true],
  ["- [ ] to do", true],
  ["it is **so**.", true],
  ["a | b\n--|--\n1 | 2", true],
  ["```\ncode", true],
  ["[x](https://example.org)", true],
])("%j is Markdown: %s", (text, expected) => {
  expect(isMarkdown(text)).toBe(expected);
});

test("a plain text keeps its lines and its signs", async () => {
  expect(await pasted({ text: "Anna Muster\nWeg 2 * 3 __init__\n<b>snake_case_name</b>" })).toEqual(["paragraph Anna Muster", "paragraph Weg 2 * 3 __init__", "paragraph <b>snake_case_name</b>"]);
});

test("coloured lines of an editor for code are their plain text", () => {
  expect(saysMore(`<meta charset="utf-8"><div style="color:#d4d4d4;font-weight:normal;white-space:pre"><span style="color:#569cd6">let</span></div>`)).toBe(false);
  expect(saysMore("<p>a <b>b</b></p>")).toBe(true);
});

test.each([
  ["a picture elsewhere leaves its words", `<p>a <img src="https://x.example/y.png" alt="map"> b</p>`, "<p>a map b</p>"],
  ["a picture in a file elsewhere, too", `<p><img src="file:///C:/x.png" alt="">b</p>`, "<p>b</p>"],
  ["a picture of a note stays", `<img src="${ours}" width="9" onload="x()">`, `<img src="${ours}">`],
  ["a drawing that could run is none", `<p>a<img src="data:image/svg+xml;base64,PHN2Zz4="></p>`, "<p>a</p>"],
  ["what code looks like is left out", `<pre style="background: url(https://x.example/y)"><code onclick="x()">a</code></pre>`, `<pre><code data-language="text">a</code></pre>`],
  ["a set of addresses is left out", `<p><picture><source srcset="https://x.example/y.webp"><img src="${ours}" srcset="https://x.example/2"></picture></p>`, `<p><picture><img src="${ours}"></picture></p>`],
  ["what looks like our own blocks is not", `<div data-content-type="image" data-url="https://x.example">a</div>`, "<div>a</div>"],
  ["space that cannot break stays", "<p>deux&nbsp;: <b>x</b></p>", "<p>deux&nbsp;: <b>x</b></p>"],
  ["a table for the layout is taken apart", "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>", "<div><table><tbody><tr><td>a</td><td>b</td></tr></tbody></table></div><div>c</div>"],
  ["a numbered heading keeps its number", "<h1 style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span>Aim</h1>", "<h1>2. Aim</h1>"],
  ["a point whose marker is not marked", "<p style='mso-list:l0 level1 lfo1'>·&nbsp;&nbsp; One</p>", "<ul><li>One</li></ul>"],
  ["ticks of Word", "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>☒ </span>Done</p>", `<ul><li><input type="checkbox" checked="">Done</li></ul>`],
  ["another kind of list begins another list", "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>a</p><p style='mso-list:l1 level1 lfo1'><span style='mso-list:Ignore'>1. </span>b</p>", "<ul><li>a</li></ul><ol><li>b</li></ol>"],
  ["a paragraph between ends the list", "<p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>1. </span>a</p><p>x</p><p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>2. </span>b</p>", `<ol><li>a</li></ol><p>x</p><ol start="2"><li>b</li></ol>`],
  ["points of a cell are its lines", "<table><tr><td><ol start='3'><li><p>a</p></li><li>b</li></ol></td><td>c</td></tr></table>", "<table><tbody><tr><td>3. a<br>4. b</td><td>c</td></tr></tbody></table>"],
])("%s", (_, html, expected) => {
  expect(cleaned(html).html).toBe(expected);
});

test.each([
  ["windowtext", "text", undefined], ["black", "text", undefined], ["rgb(32, 33, 34)", "text", undefined], ["white", "text", undefined],
  ["#c9211e", "text", "red"], ["#C00000", "text", "red"], ["#0563C1", "text", "blue"], ["#00B050", "text", "green"], ["#7030A0", "text", "purple"],
  ["#ED7D31", "text", "orange"], ["#833C0B", "text", "brown"], ["gray", "text", "gray"], ["#FF66CC", "text", "pink"],
  ["yellow", "background", "yellow"], ["#FFF2CC", "background", "yellow"], ["#d9ead3", "background", "green"], ["#D9D9D9", "background", "gray"],
  ["white", "background", undefined], ["#f8f9fa", "background", undefined], ["transparent", "background", undefined], ["rgba(0, 0, 0, 0)", "background", undefined],
  ["url(https://x.example)", "background", undefined],
] as const)("the colour %s of a %s is %s", (written, use, expected) => {
  expect(nearest(written, use)).toBe(expected);
});

test("a picture that was copied alone becomes a file of the note", async () => {
  const file = new File(["x"], "image.png", { type: "image/png" });
  expect(await pasted({ html: `<img src="https://x.example/y.png" alt="map">`, files: [file] })).toContain(`image(url=${ours})`);
  expect(given).toEqual([file]);
});

test("what is copied in our own editor, and what goes into code, goes the editor's own way", async () => {
  expect(await pasted({ html: "<b>x</b>", own: "<p>x</p>" })).toEqual(["paragraph own way: <p>x</p>"]);
  const editor = openEditor();
  editor.replaceBlocks(editor.document, [{ id: "code", type: "codeBlock" }]);
  editor.setTextCursorPosition("code");
  expect(await pasted({ html: "<b>x</b>", text: "# x" }, editor)).toEqual(["codeBlock(language=text) own way: # x"]);
});

test("asked for its plain text, nothing of what it looks like comes, and no sign in it is read", async () => {
  expect(await pasted({ html: "<b>a</b><p># b</p>", text: "**a**\n# b", plainly: true })).toEqual(["paragraph **a**", "paragraph # b"]);
  expect(await pasted({ html: word, plainly: true })).toEqual(await pasted({ html: word }));
});

test("Ctrl+Shift+V asks for the plain text, once", () => {
  const pasting = pastePlainly();
  const editor = BlockNoteEditor.create({ extensions: [pasting.keys] });
  editor.mount(document.body.appendChild(document.createElement("div")));
  const press = (type: string, key: string, shiftKey: boolean) => editor.prosemirrorView.dom.dispatchEvent(new KeyboardEvent(type, { key, ctrlKey: true, shiftKey, bubbles: true }));
  press("keydown", "v", false);
  expect(pasting.asked()).toBe(false);
  press("keydown", "V", true);
  expect([pasting.asked(), pasting.asked()]).toEqual([true, false]);
  press("keydown", "V", true);
  press("keyup", "V", true);
  expect(pasting.asked()).toBe(false);
});

test("what is dragged in from elsewhere loads nothing", () => {
  const editor = openEditor();
  editor.prosemirrorView.pasteHTML(`<p>a <img src="https://x.example/y.png" alt="map"><img src="${pixel}" alt=""></p>`);
  expect(outlineOf(editor.document)).toEqual(["paragraph a map"]);
});
