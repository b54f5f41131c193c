// The copy of a note in the window: nothing typed is lost, and nothing is called saved before it is.
import { mockConvertFileSrc, mockIPC } from "../../tests/mocks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import type { Event } from "../backend/generated/Event";
import { fromBase64, toBase64 } from "./bytes";
import { hearReplica, openReplica, releaseReplica, type Replica } from "./replica";

const note = "7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0001";
type Call = { name: string; args: { update: string; awareness: string } };

let calls: Call[];
let refuse: number;
let replica: Replica;

/** What the program keeps on its disk. */
let disk: Y.Doc;

beforeEach(async () => {
  vi.useFakeTimers();
  [calls, refuse, disk] = [[], 0, new Y.Doc()];
  disk.getText("words").insert(0, "kept");
  mockConvertFileSrc("linux");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(new Uint8Array(Y.encodeStateAsUpdate(disk)))));
  mockIPC((_, payload) => answer(JSON.parse(JSON.stringify(payload))));
  replica = openReplica(note);
  hear({ type: "noteOpened", note, here: true });
  await vi.advanceTimersByTimeAsync(0);
});

afterEach(async () => {
  releaseReplica(note);
  await vi.runOnlyPendingTimersAsync();
  await vi.advanceTimersByTimeAsync(60_000);
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function answer(call: Call): null {
  calls.push(call);
  if (call.name !== "note_push") return null;
  if (refuse > 0) {
    refuse -= 1;
    throw { code: "diskFull", detail: "writing the journal" };
  }
  Y.applyUpdate(disk, fromBase64(call.args.update));
  return null;
}

const hear = (event: Event) => { hearReplica(event); };
const words = (doc: Y.Doc) => doc.getText("words").toJSON();
const pushes = () => calls.filter(({ name }) => name === "note_push");
const type = (text: string) => { replica.doc.getText("words").insert(words(replica.doc).length, text); };
const settled = () => vi.advanceTimersByTimeAsync(0);

test("an opened note has the text that is on disk", () => {
  expect(words(replica.doc)).toBe("kept");
  expect(replica.state.getState()).toEqual({ text: "here", saving: { type: "saved" }, unsupported: false, editor: null, follows: null, talk: { chosen: null, draft: null, places: new Map() } });
  expect(pushes()).toEqual([]);
});

test("what is typed in one turn is stored by one call, and saved only when it returns", async () => {
  type(" a");
  type("b");
  expect(replica.state.getState().saving.type).toBe("saving");
  await settled();
  expect(pushes()).toHaveLength(1);
  expect(words(disk)).toBe("kept ab");
  expect(replica.state.getState().saving.type).toBe("saved");
});

test("a failed store keeps the words, says so, and stores them with the next ones", async () => {
  refuse = 1;
  type(" first");
  await settled();
  expect(replica.state.getState().saving).toEqual({ type: "notSaved", code: "diskFull" });
  type(" second");
  await vi.advanceTimersByTimeAsync(1000);
  expect(words(disk)).toBe("kept first second");
  expect(replica.state.getState().saving.type).toBe("saved");
});

test("a note that is left is closed only when everything typed is stored", async () => {
  refuse = 2;
  type(" late");
  releaseReplica(note);
  await settled();
  expect(calls.some(({ name }) => name === "note_close")).toBe(false);
  await vi.advanceTimersByTimeAsync(5000);
  expect(words(disk)).toBe("kept late");
  expect(calls.at(-1)?.name).toBe("note_close");
  replica = openReplica(note);
});

test("a change from elsewhere is shown and not sent back", async () => {
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(disk));
  other.getText("words").insert(0, "well ");
  hear({ type: "noteUpdated", note, update: toBase64(Y.encodeStateAsUpdate(other)) });
  await settled();
  expect(words(replica.doc)).toBe("well kept");
  expect(pushes()).toEqual([]);
});

test("a change that an editor would damage waits until the editor is gone", async () => {
  const gone = replica.bind();
  const other = new Y.Doc();
  other.getXmlFragment("document-store").insert(0, [new Y.XmlElement("columnList")]);
  hear({ type: "noteUpdated", note, update: toBase64(Y.encodeStateAsUpdate(other)) });
  expect(replica.state.getState().unsupported).toBe(true);
  expect(replica.doc.getXmlFragment("document-store").length).toBe(0);
  gone();
  await settled();
  expect(replica.doc.getXmlFragment("document-store").toString()).toContain("columnlist");
});

test("a change that cannot be read is left out, and the next one is heard", async () => {
  hear({ type: "noteUpdated", note, update: toBase64(new Uint8Array([255, 255, 255, 1])) });
  const other = new Y.Doc();
  other.getText("words").insert(0, "new ");
  hear({ type: "noteUpdated", note, update: toBase64(Y.encodeStateAsUpdate(other)) });
  await settled();
  expect(words(replica.doc)).toContain("new ");
  expect(pushes()).toEqual([]);
});

const presence = (state: Record<string, unknown>): Event => {
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState(state);
  return { type: "presenceChanged", note, awareness: toBase64(encodeAwarenessUpdate(awareness, [awareness.clientID])) };
};
const others = () => [...replica.awareness.getStates()].filter(([id]) => id !== replica.doc.clientID).map(([, state]) => state);

test("a colleague's cursor is heard with its name and colour", () => {
  hear(presence({ user: { name: "Bruno", color: "#30bced" }, cursor: null }));
  expect(others()).toEqual([{ user: { name: "Bruno", color: "#30bced" }, cursor: null }]);
});

test("hostile names, colours and cursors are made harmless", () => {
  const name = `\u202e${"x".repeat(500)}`;
  hear(presence({ user: { name, color: "red;position:fixed" }, cursor: { anchor: 1, head: { type: "?" } }, more: "?" }));
  const [state] = others();
  expect(state).toEqual({ user: { name: "x".repeat(60), color: expect.stringMatching(/^#[0-9a-f]{6}$/) }, cursor: null });
  hear({ type: "presenceChanged", note, awareness: toBase64(new Uint8Array([9, 9, 9])) });
  expect(others()).toHaveLength(1);
});

test("our own cursor is told while the note is open, and taken back before it is closed", async () => {
  replica.awareness.setLocalStateField("user", { name: "Alice", color: "#0b6e99" });
  await vi.advanceTimersByTimeAsync(100);
  expect(calls.filter(({ name }) => name === "note_presence")).toHaveLength(1);
  releaseReplica(note);
  await settled();
  expect(calls.slice(-2).map(({ name }) => name)).toEqual(["note_presence", "note_close"]);
  replica = openReplica(note);
});
