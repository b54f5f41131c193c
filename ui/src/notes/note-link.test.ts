// A link shows what the note is called now and whether it is to be found, and the text stays as it was written.
import { BlockNoteEditor } from "@blocknote/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import * as Y from "yjs";
import { block, noteOf } from "../../tests/note";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { textOf } from "../text/use-text";
import { lookOf } from "./note-link";
import { schema } from "./schema";
import { noNotes, useNotes } from "./store";

const { notes: words } = textOf("en");

const summary = (rest: Partial<NoteSummary> = {}): NoteSummary => ({
  id: "plan", title: "Plan of June", parent: null, place: "", deleted: null, favourite: false, pinned: false, template: false, opened: null, own: true, editable: true, rights: { nest: true, move: true, delete: true }, updated: 0, offline: true, status: { type: "synced" }, uploads: [], ...rest,
});

const list = (...notes: NoteSummary[]) => {
  useNotes.setState({ ...noNotes, known: true, complete: true, notes: Object.fromEntries(notes.map((note) => [note.id, note])) });
};

beforeEach(() => { useNotes.setState(noNotes, true); });
afterEach(() => { document.body.replaceChildren(); });

/** A text with a link that was made when the note was called “Plan of May”. */
function opened() {
  const link = { name: "interlinkingLinkInline", attributes: { docId: "plan", disabled: false, trigger: "@", title: "Plan of May" } };
  const doc = noteOf([block("a", ["See ", link])]);
  const followed: string[] = [];
  const editor = BlockNoteEditor.create({
    schema: schema({ ...words.blocks, untitled: words.untitled }, (note) => { followed.push(note); }),
    collaboration: { fragment: doc.getXmlFragment("document-store"), user: { name: "Alice", color: "#0b6e99" } },
  });
  editor.mount(document.body.appendChild(document.createElement("div")));
  const written = Y.encodeStateAsUpdate(doc);
  const shown = () => {
    const dom = document.querySelector<HTMLButtonElement>(".note-link");
    return { text: dom?.textContent, name: dom?.ariaLabel, broken: dom?.matches(".note-link-unlinked") };
  };
  return { doc, editor, followed, written, shown };
}

test("a link is called what its note is called, and follows it without touching the text", () => {
  const { doc, written, shown } = opened();
  expect(shown()).toEqual({ text: "Plan of May", name: "Open the note “Plan of May”", broken: false });
  list(summary());
  expect(shown()).toEqual({ text: "Plan of June", name: "Open the note “Plan of June”", broken: false });
  list(summary({ title: null }));
  expect(shown().text).toBe("Untitled");
  list(summary({ title: "Plan of July", deleted: 1 }));
  expect(shown()).toEqual({ text: "Plan of July", name: "Open the note “Plan of July” – In the trash", broken: true });
  expect(Y.encodeStateAsUpdate(doc)).toEqual(written);
});

test("a link to a note that is not known here keeps its title, says so, and is still followed", () => {
  const { doc, followed, written, shown } = opened();
  list();
  expect(shown()).toEqual({ text: "Plan of May", name: "Open the note “Plan of May” – Not on this computer, or deleted", broken: true });
  document.querySelector<HTMLButtonElement>(".note-link")?.click();
  expect(followed).toEqual(["plan"]);
  expect(Y.encodeStateAsUpdate(doc)).toEqual(written);
});

test("a link is broken only when no more of the list is on its way", () => {
  const look = (rest: Partial<typeof noNotes>) => lookOf({ ...noNotes, ...rest }, "plan", "Plan", "Untitled").unlinked;
  expect(look({})).toBe(null);
  expect(look({ known: true })).toBe(null);
  expect(look({ known: true, online: false })).toBe("missing");
  expect(look({ known: true, complete: true })).toBe("missing");
});

test("what changes elsewhere in the list draws no link anew, and one that is gone hears nothing more", () => {
  const { editor, shown } = opened();
  list(summary());
  const dom = document.querySelector(".note-link");
  const letters = dom?.firstChild;
  list(summary({ updated: 5 }), summary({ id: "other" }));
  expect(dom?.firstChild).toBe(letters);
  editor.removeBlocks(["a"]);
  expect(shown().text).toBeUndefined();
  list(summary({ title: "Later" }));
  expect(dom?.textContent).toBe("Plan of June");
});

test("a link that is copied says what its note is called now, and keeps what is stored", () => {
  list(summary());
  const { editor } = opened();
  const copied = editor.blocksToFullHTML(editor.document);
  expect(copied).toContain("Plan of June</button>");
  expect(copied).toContain('data-title="Plan of May"');
});
