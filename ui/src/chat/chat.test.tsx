// The rooms and their timelines as an agent uses them.
import { mockIPC } from "../../tests/mocks";
import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { expectNoViolations } from "../../tests/axe";
import type { Event } from "../backend/generated/Event";
import type { ItemContent } from "../backend/generated/ItemContent";
import type { RoomSummary } from "../backend/generated/RoomSummary";
import type { TimelineItem } from "../backend/generated/TimelineItem";
import type { VerificationStep } from "../backend/generated/VerificationStep";
import { NoteLinks } from "./note-links";
import { RoomPane } from "./RoomPane";
import { RoomsList } from "./RoomsList";
import { noChat, reduceChat, useChat } from "./store";
import { VerificationDialog } from "./VerificationDialog";

const anna = { id: "@anna:de", name: "Anna" };
const room = (id: string, rest: Partial<RoomSummary> = {}): RoomSummary => ({
  id, name: `Room ${id}`, kind: "group", encrypted: true, unread: 0, mentions: 0, latest: null, recency: 0, members: 2, ...rest,
});
const listed = (rooms: RoomSummary[]): Event => ({ type: "roomsChanged", reset: true, rooms, removed: [], complete: true });
const item = (id: string, content: ItemContent, time = 0): TimelineItem => ({ id, time, content });
const said = (text: string, rest: Partial<Extract<ItemContent, { type: "message" }>> = {}): ItemContent => ({
  type: "message", sender: anna, text, own: false, edited: false, state: { type: "sent" }, ...rest,
});

let calls: unknown[][];
let replies: Record<string, unknown>;
let seen: (() => void)[];

const hear = (event: Event) => { act(() => { useChat.setState((state) => reduceChat(state, event)); }); };
const called = (name: string) => calls.filter(([one]) => one === name).map(([, args]) => args);

beforeEach(() => {
  [calls, replies, seen] = [[], {}, []];
  useChat.setState(noChat, true);
  globalThis.IntersectionObserver = class {
    readonly root = null;
    readonly rootMargin = "";
    readonly scrollMargin = "";
    readonly thresholds = [];
    constructor(act: IntersectionObserverCallback) {
      seen.push(() => { Reflect.apply(act, null, [[{ isIntersecting: true }]]); });
    }
    observe() {}
    unobserve() {}
    disconnect() {}
    takeRecords() { return []; }
  };
  mockIPC((_, payload) => {
    const { name, args }: { name: string; args: unknown } = JSON.parse(JSON.stringify(payload));
    calls.push([name, args]);
    const reply = replies[name] ?? null;
    if (reply instanceof Error) throw { code: reply.message, detail: "as the test wants it" };
    return reply;
  });
});

test("the list draws its states, and what is unread has a name", async () => {
  const opened: string[] = [];
  render(<RoomsList selected={null} onOpen={(id) => opened.push(id)} />);
  expect(screen.getByRole("status")).toBeDefined();
  hear(listed([]));
  expect(screen.getByText("No rooms yet")).toBeDefined();
  hear(listed([room("a", { unread: 3, latest: { sender: "Anna", text: "Hello" } }), room("b", { kind: "invitation" })]));
  expect(screen.getByLabelText("3 unread messages")).toBeDefined();
  expect(screen.getByText("Anna: Hello")).toBeDefined();
  await expectNoViolations();
  await userEvent.click(screen.getByTestId("room-row-a"));
  expect(opened).toEqual(["a"]);
});

test("a room is made with the people that were found", async () => {
  const opened: string[] = [];
  replies = { people_find: [anna], room_create: "new" };
  render(<RoomsList selected={null} onOpen={(id) => opened.push(id)} />);
  hear(listed([]));
  await userEvent.click(screen.getByTestId("room-new"));
  await userEvent.type(await screen.findByTestId("people-search"), "An");
  await userEvent.click(await screen.findByTestId("person-@anna:de"));
  await expectNoViolations(screen.getByRole("dialog"));
  await userEvent.click(screen.getByTestId("room-create"));
  await waitFor(() => { expect(opened).toEqual(["new"]); });
  expect(called("room_create")).toEqual([{ name: null, invite: ["@anna:de"] }]);
});

function openRoom(items: TimelineItem[], summary = room("a")) {
  hear(listed([summary]));
  const view = render(<RoomPane room={summary.id} />);
  hear({ type: "timelineChanged", room: summary.id, diffs: [{ type: "reset", items }] });
  return view;
}

test("a timeline shows every kind of row, as text and never as markup", async () => {
  const { unmount } = openRoom([
    item("d", { type: "day" }),
    item("m", { type: "membership", person: anna, change: "joined" }),
    item("1", said("<b>bold</b>")),
    item("2", { type: "undecryptable", sender: anna }),
    item("3", { type: "deleted", sender: anna }),
    item("r", { type: "readMarker" }),
    item("4", { type: "unsupported", kind: "m.poll" }),
  ]);
  expect(called("room_open")).toEqual(["a"]);
  expect(screen.getByText("<b>bold</b>")).toBeDefined();
  for (const text of ["Anna joined", "This message was deleted.", "New messages"]) expect(screen.getByText(text)).toBeDefined();
  await expectNoViolations();
  unmount();
  await waitFor(() => { expect(called("room_close")).toEqual(["a"]); });
});

const NOTE = "https://docs.example/docs/7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0001/";

test("a link to a note is called what the note is called and opened here, and all else outside", async () => {
  const opened: string[] = [];
  replies["link_note"] = "plan";
  hear(listed([room("a")]));
  render(
    <NoteLinks value={{ titleOf: (note) => (note === "plan" ? "Plan of June" : undefined), open: (note) => opened.push(note) }}>
      <RoomPane room="a" />
    </NoteLinks>,
  );
  hear({ type: "timelineChanged", room: "a", diffs: [{ type: "reset", items: [item("1", said(`See ${NOTE}, and (https://www.example.org/a).`))] }] });
  await userEvent.click(await screen.findByRole("link", { name: "Plan of June" }));
  await waitFor(() => { expect(opened).toEqual(["plan"]); });
  await expectNoViolations();
  expect(called("link_note")).toEqual([NOTE, NOTE]);
  replies["link_note"] = null;
  await userEvent.click(screen.getByRole("link", { name: "https://www.example.org/a" }));
  await waitFor(() => { expect(called("link_open")).toEqual(["https://www.example.org/a"]); });
  expect(screen.getByTestId("message-row").textContent).toContain("See Plan of June, and (https://www.example.org/a).");
  expect(opened).toEqual(["plan"]);
});

test("a link to a note that is not known here shows its address, and is still opened here", async () => {
  const opened: string[] = [];
  replies["link_note"] = "elsewhere";
  hear(listed([room("a")]));
  render(<NoteLinks value={{ titleOf: () => undefined, open: (note) => opened.push(note) }}><RoomPane room="a" /></NoteLinks>);
  hear({ type: "timelineChanged", room: "a", diffs: [{ type: "reset", items: [item("1", said(NOTE))] }] });
  await userEvent.click(screen.getByRole("link", { name: NOTE }));
  await waitFor(() => { expect(opened).toEqual(["elsewhere"]); });
  expect(called("link_open")).toEqual([]);
});

test("Enter sends, Shift+Enter does not, and the words leave the field only when they are stored", async () => {
  openRoom([]);
  const input = screen.getByTestId("message-input");
  replies["message_send"] = new Error("diskFull");
  await userEvent.type(input, "one{Shift>}{Enter}{/Shift}two{Enter}");
  expect(called("message_send")).toEqual([{ room: "a", text: "one\ntwo" }]);
  expect(await screen.findByRole("alert")).toBeDefined();
  expect(input).toHaveProperty("value", "one\ntwo");
  replies = {};
  await userEvent.click(screen.getByTestId("message-send"));
  await waitFor(() => { expect(input).toHaveProperty("value", ""); });
});

test("what was begun in a room is there when the agent comes back", async () => {
  const { unmount } = openRoom([], room("draft"));
  await userEvent.type(screen.getByTestId("message-input"), "begun");
  unmount();
  openRoom([], room("draft"));
  expect(screen.getByTestId("message-input")).toHaveProperty("value", "begun");
});

test("a message that was not sent says why, and can be sent again or deleted", async () => {
  openRoom([item("1", said("hello", { own: true, state: { type: "failed", why: { type: "forbidden" } } }))]);
  const row = screen.getByTestId("message-row");
  expect(row.textContent).toContain("You may not write in this room.");
  await userEvent.click(within(row).getByTestId("message-retry"));
  await userEvent.click(within(row).getByTestId("message-delete"));
  expect([called("message_retry"), called("message_delete")]).toEqual([[{ room: "a", item: "1" }], [{ room: "a", item: "1" }]]);
});

test("older rows are asked for when the top is seen, and the room is read when its end is seen with the focus", () => {
  const focus = document.hasFocus.bind(document);
  document.hasFocus = () => false;
  openRoom([item("1", said("hello"))]);
  hear({ type: "timelineOlderChanged", room: "a", older: "available" });
  for (const see of seen) see();
  expect(called("room_older").length).toBeGreaterThan(0);
  expect(called("room_read")).toEqual([]);
  document.hasFocus = () => true;
  window.dispatchEvent(new FocusEvent("focus"));
  expect(called("room_read").length).toBeGreaterThan(0);
  document.hasFocus = focus;
});

test("what others write from now on is read out", () => {
  openRoom([item("1", said("old"))]);
  const heard = () => screen.getByTestId("timeline-heard").textContent;
  expect(heard()).toBe("");
  hear({ type: "timelineChanged", room: "a", diffs: [{ type: "insert", index: 1, item: item("2", said("new"), Date.now() + 1000) }] });
  expect(heard()).toBe("Anna: new");
});

test("an invitation is answered", async () => {
  openRoom([], room("i", { kind: "invitation" }));
  await userEvent.click(screen.getByTestId("room-join"));
  await userEvent.click(screen.getByTestId("room-decline"));
  expect([called("room_join"), called("room_leave"), called("room_open")]).toEqual([["i"], ["i"], []]);
});

test("a recovery key is shown once", async () => {
  replies["encryption_recovery_key"] = { key: "EsTx kQ9m" };
  render(<RoomsList selected={null} onOpen={() => undefined} />);
  hear({ type: "encryptionChanged", encryption: "needsRecoveryKey" });
  await userEvent.click(screen.getByTestId("encryption-act"));
  await userEvent.click(await screen.findByTestId("recovery-make"));
  expect((await screen.findByTestId("recovery-key")).textContent).toBe("EsTx kQ9m");
  // The state may change under the dialog: the key stays until the agent has stored it.
  hear({ type: "encryptionChanged", encryption: "ready" });
  await expectNoViolations(screen.getByRole("alertdialog"));
  await userEvent.click(screen.getByTestId("recovery-stored"));
  expect(screen.queryByText("EsTx kQ9m")).toBe(null);
});

test("a computer is confirmed by a key, and a wrong key keeps what was typed", async () => {
  replies["encryption_recover"] = new Error("invalid");
  render(<RoomsList selected={null} onOpen={() => undefined} />);
  hear({ type: "encryptionChanged", encryption: "needsConfirmation" });
  await userEvent.click(screen.getByTestId("encryption-act"));
  await userEvent.type(await screen.findByTestId("recovery-enter"), "wrong key");
  await userEvent.click(screen.getByTestId("recovery-confirm"));
  expect(await screen.findByText("This key does not fit. Check it for typing errors.")).toBeDefined();
  expect(screen.getByTestId("recovery-enter")).toHaveProperty("value", "wrong key");
  await userEvent.click(screen.getByTestId("verification-ask"));
  expect(called("verification_act")).toEqual([{ type: "ask" }]);
});

test("seven pictures are compared, and each answer reaches the program", async () => {
  const emoji = Array.from({ length: 7 }, (_, index) => ({ symbol: "🐶", name: `Dog ${index.toString()}` }));
  const step = (now: VerificationStep): Event => ({ type: "verificationChanged", verification: { id: "v", other: anna, ownDevice: false, step: now } });
  render(<VerificationDialog />);
  hear(step({ type: "asked" }));
  await userEvent.click(await screen.findByTestId("verification-accept"));
  hear(step({ type: "comparing", emoji }));
  expect(screen.getAllByRole("listitem")).toHaveLength(7);
  await expectNoViolations(screen.getByRole("dialog"));
  await userEvent.click(screen.getByTestId("verification-match"));
  hear(step({ type: "done" }));
  await userEvent.click(screen.getByTestId("verification-close"));
  expect(called("verification_act")).toEqual([{ type: "accept", id: "v" }, { type: "confirm", id: "v" }]);
  expect(screen.queryByRole("dialog")).toBe(null);
});
