// What is talked about is drawn in the text, and the text is never changed for it.
import { BlockNoteEditor } from "@blocknote/core";
import { mockConvertFileSrc, mockIPC } from "../../tests/mocks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import { block, noteOf } from "../../tests/note";
import type { Anchor } from "../backend/generated/Anchor";
import type { Event } from "../backend/generated/Event";
import type { Thread } from "../backend/generated/Thread";
import { toBase64 } from "./bytes";
import { discussion, selectedAnchor } from "./discussion";
import { choose, hearReplica, openReplica, releaseReplica, type Replica } from "./replica";
import { commentMark, schema } from "./schema";
import { noNotes, reduceNotes, useNotes } from "./store";

const note = "7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0001";
const words = { codeLanguage: "Language", pdf: "PDF", uploading: "Uploading", openNote: (title: string) => title, untitled: "Untitled", unlinked: { missing: "Not here", deleted: "In the trash" } };

let replica: Replica;
let calls: string[];
let clicked: string[];

beforeEach(async () => {
  [calls, clicked] = [[], []];
  useNotes.setState(noNotes, true);
  mockConvertFileSrc("linux");
  const disk = noteOf([block("a", "The gate is closed at nine."), block("b", "Nobody minds."), block("c", "")]);
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(new Uint8Array(Y.encodeStateAsUpdate(disk)))));
  mockIPC((_, payload) => {
    const call: { name: string } = JSON.parse(JSON.stringify(payload));
    calls.push(call.name);
    return null;
  });
  replica = openReplica(note);
  hear({ type: "noteOpened", note, here: true });
  await vi.waitFor(() => { expect(replica.state.getState().text).toBe("here"); });
});

afterEach(() => {
  releaseReplica(note);
  vi.unstubAllGlobals();
});

function hear(event: Event): void {
  useNotes.setState((state) => reduceNotes(state, event));
  hearReplica(event);
}

function editor() {
  const made = BlockNoteEditor.create({
    schema: schema(words, () => undefined),
    extensions: [commentMark, discussion(replica, (thread) => clicked.push(thread))],
    collaboration: { fragment: replica.doc.getXmlFragment("document-store"), user: { name: "Alice", color: "#0b6e99" } },
  });
  const place = document.createElement("div");
  document.body.append(place);
  made.mount(place);
  return made;
}

const thread = (anchor: Anchor | null, rest: Partial<Thread> = {}): Thread => ({ id: "t1", key: "k1", comments: [], resolved: false, resolvable: true, deletable: true, anchor, ...rest });
const said = (threads: Thread[], waiting = 0): Event => ({ type: "threadsChanged", note, threads, allowed: true, complete: true, waiting });
const drawn = (on: ReturnType<typeof editor>) => [...(on.domElement?.querySelectorAll(".note-commented") ?? [])].map((part) => part.textContent);

test("the selected text is drawn where it was, also after somebody wrote before it", () => {
  const on = editor();
  const before = replica.doc.getXmlFragment("document-store").toString();
  on._tiptapEditor.commands.setTextSelection({ from: 3, to: 11 });
  const anchor = selectedAnchor(on.prosemirrorState);
  expect(anchor?.quote).toBe("The gate");
  hear(said([thread(anchor)]));
  expect(drawn(on)).toEqual(["The gate"]);
  on.insertBlocks([{ type: "paragraph" }], "a", "before");
  hear(said([thread(anchor)]));
  expect(drawn(on)).toEqual(["The gate"]);
  expect(replica.state.getState().talk.places.get("t1")).toBe("The gate");
  on.removeBlocks([on.document[0]?.id ?? ""]);
  expect(replica.doc.getXmlFragment("document-store").toString()).toBe(before);
});

test("a mark that came from elsewhere is drawn, and a settled one only while it is looked at", () => {
  const on = editor();
  const mark = { "comment--AAAAAAAA": { orphan: false, threadId: "t1" } };
  const texts = [...replica.doc.getXmlFragment("document-store").createTreeWalker((each) => each instanceof Y.XmlText)];
  if (texts[1] instanceof Y.XmlText) texts[1].format(0, 6, mark);
  hear(said([thread(null)]));
  expect(drawn(on)).toEqual(["Nobody"]);
  hear(said([thread(null, { resolved: true })]));
  expect(drawn(on)).toEqual([]);
  choose(replica, "k1");
  expect(drawn(on)).toEqual(["Nobody"]);
  expect(on.domElement?.querySelector(".note-commented-chosen")).not.toBe(null);
});

test("without a selection the line of the cursor is meant, and an empty line is nothing", () => {
  const on = editor();
  on._tiptapEditor.commands.setTextSelection(5);
  expect(selectedAnchor(on.prosemirrorState)?.quote).toBe("The gate is closed at nine.");
  on.setTextCursorPosition("c");
  expect(selectedAnchor(on.prosemirrorState)).toBe(null);
});

test("others are told when the server has what was said, and a telling of theirs is heeded once", async () => {
  hear(said([], 2));
  hear(said([], 0));
  expect(replica.awareness.getLocalState()?.["commentsPing"]).toMatchObject({ docId: note });
  const theirs = new Awareness(new Y.Doc());
  const tell = (ping: unknown) => {
    theirs.setLocalState({ user: { name: "Bruno", color: "#0b6e99" }, commentsPing: ping });
    hear({ type: "presenceChanged", note, awareness: toBase64(encodeAwarenessUpdate(theirs, [theirs.clientID])) });
  };
  const refreshes = () => calls.filter((name) => name === "threads_refresh").length;
  tell({ at: 5, docId: note });
  tell({ at: 5, docId: note });
  tell({ at: 9, docId: "another note" });
  tell({ at: "soon", docId: note });
  await vi.waitFor(() => { expect(refreshes()).toBe(1); });
  tell({ at: 12, docId: note });
  expect(refreshes()).toBe(2);
});
