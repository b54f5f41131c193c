// What happens when something is pasted into a note: it is cleaned first, and pictures that came inside it become files of
// the note. Text that was copied in our own editor, and code into code, go the editor's own way.
import { type BlockNoteEditorOptions, createExtension } from "@blocknote/core";
import { marked } from "marked";
import { Plugin } from "prosemirror-state";
import { copiedPicture } from "../backend/media";
import { cleaned, isMarkdown, type Pasted, saysMore } from "./paste";
import { onlyAddress, pasteAddress } from "./paste-address";

type Context = Parameters<NonNullable<BlockNoteEditorOptions<never, never, never>["pasteHandler"]>>[0];
type Editor = Pick<Context["editor"], "isEditable" | "pasteHTML" | "pasteText" | "prosemirrorState" | "prosemirrorView" | "uploadFile">;
type Paste = {
  event: { readonly clipboardData: (Pick<DataTransfer, "types" | "getData"> & { readonly files: Iterable<File> }) | null };
  editor: Editor;
  /** Whether only the words are wanted. */
  plainly: boolean;
  /** What a note without a title is called. */
  untitled: string;
  defaultPasteHandler: () => boolean | undefined;
};

const OWN = ["blocknote/html", "vscode-editor-data"];
/** HTML that our editor wrote; what is dragged within it comes so. */
const OURS = /data-(?:content|node)-type=/;

export function paste({ event, editor, plainly, untitled, defaultPasteHandler }: Paste): boolean | undefined {
  const data = event.clipboardData;
  if (data === null) return defaultPasteHandler();
  const [html, text, markdown] = [data.getData("text/html"), data.getData("text/plain"), data.getData("text/markdown")];
  if (plainly && text !== "") return pastedAs(() => { editor.pasteText(text); });
  const intoCode = text !== "" && inCode(editor);
  if (intoCode || OWN.some((type) => data.types.includes(type))) return defaultPasteHandler();
  const address = onlyAddress(text, html);
  if (address !== null) return pastedAs(() => { pasteAddress(editor, address, untitled); });
  if (html !== "" && (saysMore(html) || (text === "" && markdown === ""))) return pastedAs(() => { insertPage(editor, html, data.files); });
  if (markdown !== "" || isMarkdown(text)) return pastedAs(() => { insert(editor, fromMarkdown(markdown === "" ? text : markdown)); });
  if (text !== "") return pastedAs(() => { editor.pasteText(text); });
  if (data.types.length === 0) return pastedAs(() => { void insertCopied(editor); });
  return defaultPasteHandler();
}

/** WebKitGTK shows nothing of a picture that was copied by itself. */
async function insertCopied(editor: Editor): Promise<void> {
  const picture = await copiedPicture().catch(() => undefined);
  if (picture !== undefined) insert(editor, picturesOnly([picture]));
}

function pastedAs(act: () => void): true {
  act();
  return true;
}

function inCode(editor: Editor): boolean {
  const { $from, $to } = editor.prosemirrorState.selection;
  return $from.parent.type.spec.code === true && $to.parent.type.spec.code === true;
}

/** Hears the keys that ask for the plain text; what is asked for is asked for once. */
export function pastePlainly() {
  let wanted = false;
  const hear = (on: boolean) => (_: unknown, { ctrlKey, metaKey, shiftKey, key }: KeyboardEvent) => {
    wanted = on && (ctrlKey || metaKey) && shiftKey && key.toLowerCase() === "v";
    return false;
  };
  const asked = () => {
    const was = wanted;
    wanted = false;
    return was;
  };
  const heard = new Plugin({ props: { handleDOMEvents: { keydown: hear(true), keyup: hear(false) } } });
  return { asked, keys: createExtension({ key: "pastePlainly", prosemirrorPlugins: [heard] }) };
}

/** What is dragged into the editor from elsewhere is cleaned too; pictures that come inside it are left out. */
export const cleanDrops = createExtension({
  key: "cleanDrops",
  prosemirrorPlugins: [new Plugin({ props: { transformPastedHTML: (html) => (OURS.test(html) ? html : withPictures(cleaned(html).html, [])) } })],
});

export const fromMarkdown = (text: string): Pasted => cleaned(marked.parse(text, { async: false, gfm: true }));

type Picture = string | File;

/** A picture that was copied alone comes as an address, which is not followed, and as itself. */
function insertPage(editor: Editor, html: string, files: Iterable<File>): void {
  const pictures = [...files].filter((file) => file.type.startsWith("image/"));
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const alone = pictures.length > 0 && (body.textContent ?? "").trim() === "" && body.querySelectorAll("img").length === 1;
  insert(editor, alone ? picturesOnly(pictures) : cleaned(html));
}

function picturesOnly(pictures: readonly File[]): { html: string; pictures: readonly Picture[] } {
  return { html: pictures.map((_, at) => `<img data-picture="${at.toString()}">`).join(""), pictures };
}

function insert(editor: Editor, { html, pictures }: { html: string; pictures: readonly Picture[] }): void {
  const give = editor.uploadFile;
  if (pictures.length === 0 || give === undefined) {
    editor.pasteHTML(withPictures(html, []));
    return;
  }
  // Giving a file writes it to this computer only, so the text is there at once.
  const given = pictures.map((picture, at) => give(typeof picture === "string" ? fileOf(picture, at + 1) : picture).catch(() => ""));
  void Promise.all(given).then((addresses) => { editor.pasteHTML(withPictures(html, addresses)); });
}

/** The HTML with the addresses of its pictures; one that has none is left out. */
export function withPictures(html: string, addresses: readonly unknown[]): string {
  const { body } = new DOMParser().parseFromString(html, "text/html");
  for (const picture of body.querySelectorAll("img[data-picture]")) {
    const address = addresses[Number(picture.getAttribute("data-picture"))];
    picture.removeAttribute("data-picture");
    if (typeof address === "string" && address !== "") picture.setAttribute("src", address);
    else picture.replaceWith(picture.getAttribute("alt") ?? "");
  }
  return body.innerHTML;
}

function fileOf(address: string, number: number): File {
  const [, type = "png", letters = ""] = /^data:image\/(\w+);base64,(.*)$/s.exec(address) ?? [];
  const bytes = Uint8Array.from(atob(letters.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
  return new File([bytes], `${number.toString()}.${type === "jpeg" ? "jpg" : type}`, { type: `image/${type}` });
}
