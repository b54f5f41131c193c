// Links from one note to another: what a menu offers, and what it writes.
import type { Node, Schema } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import type { NoteId } from "../backend/generated/NoteId";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { openAddress } from "../backend/open-address";

/** What a menu offers to link to. */
export type LinkItem = { id: string; title: string; subtext?: string; onItemClick: () => void };

/** More are found by typing on. */
const MOST = 12;

/** The notes whose titles have these words, those changed last first. */
export function linkItems(
  notes: readonly NoteSummary[],
  query: string,
  untitled: string,
  insert: (note: NoteId, title: string) => void,
): LinkItem[] {
  const wanted = query.trim().toLocaleLowerCase();
  return notes
    .filter((note) => note.deleted === null && (note.title ?? untitled).toLocaleLowerCase().includes(wanted))
    .sort((a, b) => b.updated - a.updated)
    .slice(0, MOST)
    .map((note) => {
      const title = note.title ?? untitled;
      return { id: note.id, title, onItemClick: () => { insert(note.id, title); } };
    });
}

/** What a link in the text leads to. */
export type LinkTarget = { type: "note"; note: NoteId } | { type: "address"; address: string };

/** Opens what was clicked on, where that is a link. */
export function followLink(event: MouseEvent, openNote: (note: NoteId) => void): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (link !== null) openLink({ type: "address", address: link.href }, openNote);
}

/** Opens what a link leads to: a note here, all else outside. */
export function openLink(target: LinkTarget, openNote: (note: NoteId) => void): void {
  if (target.type === "note") {
    openNote(target.note);
    return;
  }
  openAddress(target.address, openNote);
}

const BRACKET = "[";

/** Whether the bracket that is typed now is the second of two. */
export const isSecondBracket = ({ selection: { $from } }: Transaction): boolean => $from.nodeBefore?.text?.endsWith(BRACKET) ?? false;

/** A link as Docs writes it. */
export const noteLinkNode = (schema: Schema, docId: NoteId, title: string): Node | undefined =>
  schema.nodes["interlinkingLinkInline"]?.create({ docId, title, trigger: "@", disabled: false });

/** Writes a link where the agent writes. */
export function insertLink(view: EditorView, docId: NoteId, title: string): void {
  const link = noteLinkNode(view.state.schema, docId, title);
  if (link !== undefined) view.dispatch(view.state.tr.replaceSelectionWith(link, false).insertText(" ").scrollIntoView());
}

/** Does so in place of the first of two brackets; a menu takes away only what opened it, which is the second. */
export function insertBracketed(view: EditorView, docId: NoteId, title: string): void {
  const { tr } = view.state;
  const { from } = tr.selection;
  if (isSecondBracket(tr)) view.dispatch(tr.delete(from - BRACKET.length, from));
  insertLink(view, docId, title);
}
