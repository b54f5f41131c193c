// The history of a note as an agent uses it: what is listed, what is compared, and what a restore does to the note.
import { mockConvertFileSrc, mockIPC } from "../../tests/mocks";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { expectNoViolations } from "../../tests/axe";
import { block, noteOf, table } from "../../tests/note";
import type { Code } from "../backend/generated/Code";
import type { Event } from "../backend/generated/Event";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import type { Version } from "../backend/generated/Version";
import type { Versions } from "../backend/generated/Versions";
import { walkPanes } from "../kit/panes";
import { fromBase64 } from "./bytes";
// Loaded at once, so that no test waits for them.
import "./Editor";
import "./NoteHistory";
import { NotePane } from "./NotePane";
import { hearReplica } from "./replica";
import { noNotes, reduceNotes, useNotes } from "./store";

const HOUR = 3_600_000;
const at = new Date(2026, 10, 24, 13, 20).getTime();
const version = (id: string, hours: number, origin: Version["origin"] = "server"): Version => ({ id, at: at - hours * HOUR, origin });
const summary: NoteSummary = {
  id: "n", title: "Plan", parent: null, place: "", deleted: null, favourite: false, pinned: false, template: false, opened: null, own: true, editable: true, rights: { nest: true, move: true, delete: true }, updated: 0, offline: true, status: { type: "synced" }, uploads: [],
};

const heading = (level: number) => block("h", "Plan of the year", { name: "heading", attributes: { level, isToggleable: false } });
const now = [heading(3), block("a", "We meet on Tuesday."), block("new", "Bring the maps."), table("t", [["Point", "Who"], ["Locks", "Paris"]])];
const earlier = [heading(2), block("a", "We meet on Monday."), block("old", "Bring the <b>keys</b>."), table("t", [["Point", "Who"], ["Locks", "Berlin"]])];

let calls: [string, unknown][];
let failing: Record<string, Code>;
let list: Versions;
let texts: Record<string, Y.Doc | undefined>;
/** The note as Rust has it: what it was, and every change that was pushed. */
let stored: Y.Doc;

beforeEach(() => {
  [calls, failing] = [[], {}];
  list = { versions: [version("v2", 1, "here"), version("v1", 26)], complete: true };
  texts = { v2: noteOf(earlier), v1: noteOf([heading(2)]) };
  stored = noteOf(now);
  useNotes.setState(noNotes, true);
  mockConvertFileSrc("linux");
  Element.prototype.scrollIntoView = () => undefined;
  const state = Y.encodeStateAsUpdate(stored);
  vi.stubGlobal("fetch", (url: string) => {
    const id = /versions\/([^/]+)\/state$/.exec(url)?.[1];
    const doc = id === undefined ? undefined : texts[id];
    if (id !== undefined && doc === undefined) return Promise.resolve(new Response(JSON.stringify({ code: "offline", detail: "no way" }), { status: 503 }));
    return Promise.resolve(new Response(new Uint8Array(doc ? Y.encodeStateAsUpdate(doc) : state)));
  });
  mockIPC((_, payload) => {
    const { name, args }: { name: string; args: { update: string } } = JSON.parse(JSON.stringify(payload));
    calls.push([name, args]);
    const code = failing[name];
    if (code !== undefined) throw { code, detail: `${name} failed` };
    if (name === "note_push") Y.applyUpdate(stored, fromBase64(args.update));
    return name === "versions_list" ? list : name === "note_linking" ? [] : null;
  });
});

function hear(event: Event) {
  act(() => {
    useNotes.setState((state) => reduceNotes(state, event));
    hearReplica(event);
  });
}

const press = (testId: string) => userEvent.click(screen.getByTestId(testId));
const called = (name: string) => calls.filter(([each]) => each === name).length;
const words = () => stored.getXmlFragment("document-store").toString();

/** Opens the note, and its history once the editor stands on the note. */
async function open(rest: Partial<NoteSummary> = {}) {
  hear({ type: "notesChanged", reset: true, notes: [{ ...summary, ...rest }], removed: [], complete: true });
  render(<NotePane note="n" me={{ id: "@a:fr", name: "Alice" }} people={() => []} onOpen={() => undefined} talking={false} onTalk={() => undefined} />);
  hear({ type: "noteOpened", note: "n", here: true });
  await screen.findByTestId("note-editor", undefined, { timeout: 10_000 });
  await press("history-open");
  return screen.findByRole("dialog", undefined, { timeout: 10_000 });
}

const summaryIs = (text: string) => waitFor(() => { expect(screen.getByTestId("history-summary").textContent).toBe(text); }, { timeout: 5000 });

test("the versions are listed by days below the text as it is, and the newest is compared with it", async () => {
  const dialog = await open();
  await summaryIs("3 blocks changed, 1 added, 1 removed");
  expect(screen.getAllByRole("option").map((row) => row.textContent)).toEqual(["The text now", "12:20on this computer", "11:20on the server"]);
  expect(within(dialog).getAllByRole("group").map((group) => group.getAttribute("aria-label") ?? group.textContent.slice(0, 12))).toContain("The text now");
  expect(dialog.textContent).toMatch(/Tuesday,? 24 November 2026/);
  expect(screen.getByTestId("history-block-a").textContent).toBe("±Changed. We meet on  removed: Monday (end)  added: Tuesday (end) .");
  expect(screen.getByTestId("history-block-old").textContent).toContain("Bring the <b>keys</b>.");
  expect(screen.getByTestId("history-block-h").textContent).toContain("removed: Heading 2 (end)");
  expect(within(screen.getByTestId("history-block-t")).getAllByRole("cell").map((cell) => cell.querySelectorAll("ins, del").length)).toEqual([0, 0, 0, 2]);
  await expectNoViolations(dialog);
});

test("a version is compared with the version before it, and the arrows walk the list", async () => {
  await open();
  await summaryIs("3 blocks changed, 1 added, 1 removed");
  await userEvent.click(screen.getByRole("radio", { name: "The version before" }));
  await summaryIs("3 blocks added");
  expect(screen.queryByTestId("history-block-restore-a")).toBe(null);
  act(() => { screen.getByTestId("history-row-v2").focus(); });
  await userEvent.keyboard("{ArrowDown}");
  expect(screen.getByTestId("history-row-v1").getAttribute("aria-selected")).toBe("true");
  await waitFor(() => { expect(screen.queryByRole("radio")).toBe(null); });
  await userEvent.keyboard("{ArrowUp}{ArrowUp}");
  await summaryIs("3 blocks changed, 1 added, 1 removed");
  expect(screen.queryByTestId("history-restore")).toBe(null);
});

test("F6 walks between the list and the comparison, Esc closes, and the focus is back at the button", async () => {
  const dialog = await open();
  await summaryIs("3 blocks changed, 1 added, 1 removed");
  act(() => { walkPanes(1); });
  const first = document.activeElement;
  expect(dialog.contains(first)).toBe(true);
  act(() => { walkPanes(1); });
  expect(dialog.contains(document.activeElement)).toBe(true);
  expect(document.activeElement).not.toBe(first);
  await userEvent.keyboard("{Escape}");
  await waitFor(() => { expect(screen.queryByRole("dialog")).toBe(null); });
  await waitFor(() => { expect(document.activeElement).toBe(screen.getByTestId("history-open")); });
});

test("the differences are gone through one after the other", async () => {
  await open();
  await summaryIs("3 blocks changed, 1 added, 1 removed");
  await press("history-next");
  await press("history-next");
  expect(screen.getByTestId("history-position").textContent).toBe("2 / 5");
  await press("history-previous");
  await press("history-previous");
  expect(screen.getByTestId("history-position").textContent).toBe("5 / 5");
});

test("what does not differ can be folded away", async () => {
  texts["v2"] = noteOf([heading(2), ...now.slice(1)]);
  const dialog = await open();
  await summaryIs("1 block changed");
  expect(within(dialog).getByText("Bring the maps.")).toBeDefined();
  await press("history-fold");
  expect(within(dialog).queryByText("Bring the maps.")).toBe(null);
  expect(screen.getByText("2 unchanged blocks")).toBeDefined();
});

test("a whole version is restored in one step, kept before, and taken back", async () => {
  await open();
  await summaryIs("3 blocks changed, 1 added, 1 removed");
  list = { versions: [version("v3", 0, "here"), ...list.versions], complete: true };
  const before = words();
  await press("history-restore");
  await summaryIs("No differences");
  expect(calls.map(([name]) => name).filter((name) => name === "version_keep" || name === "note_push")).toEqual(["version_keep", "note_push"]);
  expect(words()).toContain("We meet on Monday.");
  expect(await screen.findByTestId("history-row-v3")).toBeDefined();
  expect(screen.getByTestId("history-row-v2").getAttribute("aria-selected")).toBe("true");
  expect(screen.getByText("This version was restored.")).toBeDefined();
  expect(screen.getByTestId("history-restore").hasAttribute("disabled")).toBe(true);
  await expectNoViolations(screen.getByRole("dialog"));
  await press("history-undo");
  await summaryIs("3 blocks changed, 1 added, 1 removed");
  await waitFor(() => { expect(words()).toBe(before); });
  expect(screen.queryByTestId("history-undo")).toBe(null);
});

test("one block is restored and the others stay the same for co-editors, and the focus stays in the dialog", async () => {
  await open();
  await summaryIs("3 blocks changed, 1 added, 1 removed");
  const others = () => words().replace(/We meet on \w+\./, "");
  const before = others();
  expect(screen.getByRole("button", { name: "Restore this block: “We meet on Tuesday.”" })).toBeDefined();
  const sizes: number[] = [];
  stored.on("update", (update: Uint8Array) => sizes.push(update.length));
  await press("history-block-restore-a");
  await summaryIs("2 blocks changed, 1 added, 1 removed");
  expect(others()).toBe(before);
  expect(words()).toContain("We meet on Monday.");
  expect(sizes.length).toBe(1);
  expect(sizes[0]).toBeLessThan(60);
  await waitFor(() => { expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true); });
  await press("history-block-restore-old");
  await summaryIs("2 blocks changed, 1 added");
  await press("history-block-restore-new");
  await summaryIs("2 blocks changed");
  for (let turn = 0; turn < 3; turn += 1) await press("history-undo");
  await summaryIs("3 blocks changed, 1 added, 1 removed");
});

test("nothing is restored when the note as it is could not be kept first", async () => {
  await open();
  await summaryIs("3 blocks changed, 1 added, 1 removed");
  failing["version_keep"] = "diskFull";
  await press("history-restore");
  expect((await screen.findByRole("alert")).textContent).toContain("The disk is full.");
  expect(called("note_push")).toBe(0);
});

test("who may only read is shown the versions and offered nothing", async () => {
  const dialog = await open({ editable: false });
  await summaryIs("3 blocks changed, 1 added, 1 removed");
  expect(screen.queryByTestId("history-restore")).toBe(null);
  expect(screen.queryByTestId("history-block-restore-a")).toBe(null);
  await expectNoViolations(dialog);
});

test("a version with a part that is not supported shows it, and only its other blocks can be restored", async () => {
  texts["v2"] = noteOf([...earlier, { id: "o", name: "columnList", children: [{ name: "column", children: ["in a column"] }] }]);
  await open();
  await summaryIs("3 blocks changed, 1 added, 2 removed");
  expect(screen.getByTestId("history-block-o").textContent).toContain("Not yet supported");
  expect(screen.getByTestId("history-block-o").textContent).toContain("in a column");
  expect(screen.queryByTestId("history-restore")).toBe(null);
  expect(screen.queryByTestId("history-block-restore-o")).toBe(null);
  expect(screen.getByText(/This version has parts/)).toBeDefined();
  await press("history-block-restore-a");
  await summaryIs("2 blocks changed, 1 added, 2 removed");
});

test("without a connection the versions of this computer are there, and the others come with the connection", async () => {
  list = { versions: [version("v2", 1, "here")], complete: false };
  hear({ type: "connectionChanged", online: false, since: 0 });
  await open();
  expect((await screen.findByTestId("history-incomplete")).textContent).toBe("The server’s versions appear when you are online.");
  list = { versions: [version("v2", 1, "here"), version("v1", 26)], complete: true };
  hear({ type: "connectionChanged", online: true, since: 0 });
  expect(await screen.findByTestId("history-row-v1")).toBeDefined();
  expect(screen.queryByTestId("history-incomplete")).toBe(null);
});

test("a note without versions says when there will be some", async () => {
  list = { versions: [], complete: true };
  const dialog = await open();
  expect((await screen.findByTestId("history-empty")).textContent).toContain("at the end of each session");
  await expectNoViolations(dialog);
});

test("a list and a version that could not be read are read again", async () => {
  failing["versions_list"] = "internal";
  texts["v2"] = undefined;
  await open();
  const again = async () => userEvent.click(within(await screen.findByRole("alert")).getByRole("button", { name: "Try again" }));
  failing = {};
  await again();
  await waitFor(() => { expect(screen.getByRole("alert").textContent).toContain("There is no connection."); });
  await expectNoViolations(screen.getByRole("dialog"));
  texts["v2"] = noteOf(now);
  await again();
  await summaryIs("No differences");
});

test("the menu of a note opens its history too", async () => {
  await open();
  await userEvent.keyboard("{Escape}");
  await waitFor(() => { expect(screen.queryByRole("dialog")).toBe(null); });
  await press("note-menu");
  await userEvent.click(await screen.findByRole("menuitem", { name: "History…" }));
  await summaryIs("3 blocks changed, 1 added, 1 removed");
});
