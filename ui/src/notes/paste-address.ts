// An address that is pasted alone. On a selection it makes a link of it, which is BlockNote's own doing; elsewhere the address of
// a note that is known here becomes a link to the note, and one step back makes it the address again, which is a link too.
import type { BlockNoteEditor } from "@blocknote/core";
import { call } from "../backend/call";
import type { NoteId } from "../backend/generated/NoteId";
import { noteLinkNode } from "./links";
import { useNotes } from "./store";
import { inOneStep } from "./undo";

type Editor = Pick<BlockNoteEditor<never, never, never>, "isEditable" | "pasteText" | "prosemirrorState" | "prosemirrorView">;
type Piece = { from: number; to: number; text: string };

/** The address, where there is nothing else in what was copied. */
export function onlyAddress(text: string, html: string): string | null {
  const address = text.trim();
  if (!/^https?:\/\/\S+$/i.test(address) || !URL.canParse(address)) return null;
  if (html === "") return address;
  const { body } = new DOMParser().parseFromString(html, "text/html");
  const [link, other] = body.querySelectorAll("a");
  const same = link === undefined || link.getAttribute("href") === address;
  return same && other === undefined && body.querySelector("img") === null && body.textContent?.trim() === address ? address : null;
}

/** Writes it as a link to itself; where it leads is asked then. */
export function pasteAddress(editor: Editor, address: string, untitled: string): void {
  const { schema, selection, tr } = editor.prosemirrorState;
  if (!selection.empty) {
    editor.pasteText(address);
    return;
  }
  const written = schema.text(address, [schema.mark("link", { href: address })]);
  inOneStep(editor, () => { editor.prosemirrorView.dispatch(tr.replaceSelectionWith(written, false).scrollIntoView()); });
  const piece = { from: selection.from, to: selection.from + address.length, text: address };
  call("link_note", address).then((note) => { if (note !== null) linkTo(editor, piece, note, untitled); }, () => undefined);
}

/** What was changed meanwhile stays as it is. */
function linkTo(editor: Editor, { from, to, text }: Piece, note: NoteId, untitled: string): void {
  const { doc, schema } = editor.prosemirrorState;
  const found = useNotes.getState().notes[note];
  const link = noteLinkNode(schema, note, found?.title ?? untitled);
  const there = to <= doc.content.size && doc.textBetween(from, to, "\n") === text;
  if (found === undefined || found.deleted !== null || link === undefined || !there || !editor.isEditable) return;
  inOneStep(editor, () => { editor.prosemirrorView.dispatch(editor.prosemirrorState.tr.replaceWith(from, to, link)); });
}
