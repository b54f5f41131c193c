// What is said about a note, beside it, as an agent reads and writes it.
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import { expectNoViolations } from "../../tests/axe";
import { mockConvertFileSrc, mockIPC } from "../../tests/mocks";
import type { Comment } from "../backend/generated/Comment";
import type { Event } from "../backend/generated/Event";
import type { Thread } from "../backend/generated/Thread";
import { CommentsPane } from "./CommentsPane";
import { hearReplica, openReplica, talkAbout } from "./replica";
import { noNotes, reduceNotes, useNotes } from "./store";

const line = (text: string, rest: Partial<Comment["body"][number][number]> = {}) =>
  [{ text, bold: false, italic: false, underline: false, strike: false, code: false, link: null, ...rest }];
const comment = (id: string, text: string, rest: Partial<Comment> = {}): Comment => ({
  id, key: id, author: "Bruno", body: [line(text)], written: 0, changed: false, reactions: [], editable: false, deletable: false, sending: "sent", ...rest,
});
const thread = (id: string, comments: Comment[], rest: Partial<Thread> = {}): Thread => ({
  id, key: id, comments, resolved: false, resolvable: false, deletable: false, anchor: null, ...rest,
});
const said = (threads: Thread[], rest: Partial<Extract<Event, { type: "threadsChanged" }>> = {}): Event => ({
  type: "threadsChanged", note: "n", threads, allowed: true, complete: true, waiting: 0, ...rest,
});

let calls: unknown[][];
let failing: string | null;

beforeEach(() => {
  [calls, failing] = [[], null];
  useNotes.setState(noNotes, true);
  mockConvertFileSrc("linux");
  vi.stubGlobal("fetch", () => Promise.resolve(new Response(new Uint8Array(Y.encodeStateAsUpdate(new Y.Doc())))));
  mockIPC((_, payload) => {
    const { name, args }: { name: string; args: unknown } = JSON.parse(JSON.stringify(payload));
    calls.push([name, args]);
    if (name === failing) throw { code: "diskFull", detail: "writing" };
    return name === "thread_start" ? "new" : null;
  });
});

function hear(event: Event): void {
  act(() => {
    useNotes.setState((state) => reduceNotes(state, event));
    hearReplica(event);
  });
}

const shown = (closed = vi.fn()) => render(<CommentsPane note="n" onClose={closed} />);
const told = (name: string) => calls.filter(([called]) => called === name).map(([, args]) => args);

test("the pane draws its states: nobody has commented, nobody may, offline", async () => {
  shown();
  expect(screen.queryByTestId("comments-empty")).toBe(null);
  hear(said([]));
  expect(screen.getByTestId("comments-empty")).toBeDefined();
  await expectNoViolations();
  hear(said([], { allowed: false }));
  expect(screen.getByTestId("comments-not-allowed")).toBeDefined();
  hear({ type: "connectionChanged", online: false, since: 0 });
  hear(said([thread("t", [comment("c", "Really?")])], { complete: false }));
  expect(screen.getByText(/as they were last seen/)).toBeDefined();
});

test("what others say is text: who, what, its links and its reactions", async () => {
  shown();
  const body = [line("See "), line("<b>this</b>", { link: "https://a.example" })].flat();
  const reactions = [{ emoji: "👍", people: ["Carla"], mine: true }];
  hear(said([thread("t", [comment("c", "", { body: [body], reactions })])]));
  expect(screen.getByText("<b>this</b>")).toBeDefined();
  await userEvent.click(screen.getByText("<b>this</b>"));
  expect(told("link_open")).toEqual(["https://a.example"]);
  const reaction = screen.getByTestId("comment-reaction");
  expect(reaction.getAttribute("aria-label")).toBe("👍: You and Carla");
  await userEvent.click(reaction);
  expect(told("comment_react")).toEqual([{ at: { note: "n", thread: "t", comment: "c" }, emoji: "👍", put: false }]);
  await expectNoViolations();
});

test("a comment is begun, kept while it fails, and leaves the field when it is on disk", async () => {
  shown();
  hear(said([]));
  const replica = openReplica("n");
  act(() => { talkAbout(replica, { from: "AA==", to: "AA==", quote: "The gate" }); });
  expect(within(screen.getByTestId("comment-draft")).getByText("The gate")).toBeDefined();
  failing = "thread_start";
  await userEvent.type(screen.getByTestId("comment-input"), "Which one?{Control>}{Enter}{/Control}");
  expect(await screen.findByRole("alert")).toBeDefined();
  expect(screen.getByTestId("comment-input")).toHaveProperty("value", "Which one?");
  failing = null;
  await userEvent.click(screen.getByTestId("comment-send"));
  expect(told("thread_start").at(-1)).toEqual({ note: "n", text: "Which one?", anchor: { from: "AA==", to: "AA==", quote: "The gate" } });
  await waitFor(() => { expect(screen.queryByTestId("comment-draft")).toBe(null); });
});

test("a begun answer outlives that the server names the thread", async () => {
  shown();
  hear(said([thread("ours", [comment("ours", "Which one?", { author: null, sending: "waiting" })])], { waiting: 1 }));
  await userEvent.type(screen.getByTestId("comment-input"), "The north");
  hear(said([{ ...thread("theirs", [{ ...comment("c", "Which one?"), key: "ours" }]), key: "ours" }]));
  expect(screen.getByTestId("comment-input")).toHaveProperty("value", "The north");
  await userEvent.click(screen.getByTestId("comment-send"));
  expect(told("thread_reply")).toEqual([{ note: "n", thread: "theirs", text: "The north" }]);
});

test("a thread is settled, and deleted only after a question", async () => {
  shown();
  hear(said([thread("t", [comment("c", "Really?")], { resolvable: true, deletable: true })]));
  await userEvent.click(screen.getByTestId("thread-settle"));
  expect(told("thread_resolve")).toEqual([{ note: "n", thread: "t", resolved: true }]);
  await userEvent.click(screen.getByTestId("thread-remove"));
  expect(told("thread_delete")).toEqual([]);
  await userEvent.click(screen.getByTestId("thread-remove-yes"));
  expect(told("thread_delete")).toEqual([{ note: "n", thread: "t" }]);
  hear(said([thread("t", [comment("c", "Really?")], { resolved: true, resolvable: true })]));
  expect(within(screen.getByTestId("comments-settled")).getByText("Really?")).toBeDefined();
});

test("a comment of one's own is changed; one that the server refuses stays, and says so", async () => {
  shown();
  hear(said([thread("t", [comment("c", "Raelly?", { author: null, editable: true, deletable: true, sending: "refused" })])]));
  expect(screen.getByRole("alert").textContent).toContain("It stays here");
  await userEvent.click(screen.getByRole("button", { name: "Try again" }));
  expect(told("outbox_retry")).toHaveLength(1);
  await userEvent.click(screen.getByTestId("comment-menu"));
  await userEvent.click(screen.getByRole("menuitem", { name: "Change" }));
  const field = screen.getByRole("textbox", { name: "Change" });
  await userEvent.clear(field);
  await userEvent.type(field, "Really?{Control>}{Enter}{/Control}");
  expect(told("comment_change")).toEqual([{ at: { note: "n", thread: "t", comment: "c" }, text: "Really?" }]);
  await expectNoViolations();
});
