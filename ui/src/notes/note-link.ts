// A link in the text to another note. It shows what the note is called here and now, and says where the note is not to be
// found; what is stored stays as it was written, and is shown where the note is not known.
import { createInlineContentSpec } from "@blocknote/core";
import type { NoteId } from "../backend/generated/NoteId";
import { type NotesState, useNotes } from "./store";

export type NoteLinkWords = {
  openNote: (title: string) => string;
  untitled: string;
  /** Why a link may lead nowhere. */
  unlinked: { missing: string; deleted: string };
};

type Look = { title: string; unlinked: keyof NoteLinkWords["unlinked"] | null };
type Known = Pick<NotesState, "known" | "complete" | "online" | "notes">;

/** How a link looks. A note that the list lacks is missing only when no more of the list is on its way. */
export function lookOf({ known, complete, online, notes }: Known, note: NoteId, stored: string, untitled: string): Look {
  const found = notes[note];
  if (found === undefined) return { title: stored || untitled, unlinked: known && (complete || !online) ? "missing" : null };
  return { title: found.title ?? untitled, unlinked: found.deleted === null ? null : "deleted" };
}

export const noteLink = (words: NoteLinkWords, openNote: (note: NoteId) => void) =>
  createInlineContentSpec(
    {
      type: "interlinkingLinkInline",
      propSchema: {
        docId: { default: "" },
        disabled: { default: false },
        trigger: { default: "/", values: ["/", "@"] },
        title: { default: "" },
      },
      content: "none",
    },
    {
      render(this: Rendering, { props: { docId, disabled, title } }) {
        // What is disabled or leads nowhere is kept, and shown to nobody, as in Docs.
        if (disabled || docId === "") return { dom: element("span", "note-link-hidden") };
        const dom = element("button", "note-link");
        dom.type = "button";
        dom.addEventListener("click", () => { openNote(docId); });
        const look = () => lookOf(useNotes.getState(), docId, title, words.untitled);
        let shown = look();
        draw(dom, shown, words);
        // What is copied is drawn once more, and never taken away.
        if (this.renderType !== "nodeView") return { dom };
        const leave = useNotes.subscribe(() => {
          const now = look();
          if (now.title === shown.title && now.unlinked === shown.unlinked) return;
          shown = now;
          draw(dom, shown, words);
        });
        return { dom, destroy: leave };
      },
    },
  );

/** What BlockNote says about why something is drawn. */
type Rendering = { renderType?: "nodeView" | "dom" };

function draw(dom: HTMLButtonElement, { title, unlinked }: Look, words: NoteLinkWords): void {
  const why = unlinked === null ? "" : words.unlinked[unlinked];
  dom.classList.toggle("note-link-unlinked", unlinked !== null);
  dom.textContent = title;
  dom.title = why;
  dom.ariaLabel = [words.openNote(title), why].filter((part) => part !== "").join(" – ");
}

function element<K extends "span" | "button">(tag: K, name: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}
