// Timelines and rooms: every change applied in order, whatever it is.
import { expect, test } from "vitest";
import type { RoomSummary } from "../backend/generated/RoomSummary";
import type { TimelineDiff } from "../backend/generated/TimelineDiff";
import type { TimelineItem } from "../backend/generated/TimelineItem";
import { lastHeard, newBelow, rows } from "./rows";
import { noChat, reduceChat, sortedRooms } from "./store";
import { applyDiffs, noTimeline } from "./timeline";

const anna = { id: "@anna:de", name: "Anna" };
const item = (id: string, time = 0, own = false): TimelineItem => ({
  id, time, content: { type: "message", sender: own ? { id: "@me:fr", name: "Me" } : anna, text: `text ${id}`, own, edited: false, state: { type: "sent" } },
});
const room = (id: string, rest: Partial<RoomSummary> = {}): RoomSummary => ({
  id, name: id, kind: "group", encrypted: true, unread: 0, mentions: 0, latest: null, recency: 0, members: 2, ...rest,
});
const ids = (items: readonly TimelineItem[]) => items.map(({ id }) => id).join("");

test("each kind of change does what it says", () => {
  const check = (diffs: TimelineDiff[], expected: string) => {
    expect(ids(applyDiffs([item("a"), item("b"), item("c")], diffs))).toBe(expected);
  };
  check([], "abc");
  check([{ type: "reset", items: [item("x")] }], "x");
  check([{ type: "insert", index: 0, item: item("x") }], "xabc");
  check([{ type: "insert", index: 3, item: item("x") }], "abcx");
  check([{ type: "set", index: 1, item: item("x") }], "axc");
  check([{ type: "set", index: 7, item: item("x") }], "abc");
  check([{ type: "remove", index: 1 }], "ac");
  check([{ type: "remove", index: 9 }], "abc");
  check([{ type: "truncate", length: 1 }], "a");
  check([{ type: "remove", index: 0 }, { type: "insert", index: 2, item: item("x") }], "bcx");
});

/** Small numbers that look random and are the same at every run. */
function* numbers(seed: number): Generator<number, never> {
  for (let now = seed; ; ) {
    now = (now * 1_103_515_245 + 12_345) % 2_147_483_648;
    yield now >>> 8;
  }
}

/** A change that fits a timeline of this length. */
function change(length: number, next: () => number, id: string): TimelineDiff {
  const kind = next() % 5;
  if (kind === 0 || length === 0) return { type: "insert", index: next() % (length + 1), item: item(id) };
  if (kind === 1) return { type: "set", index: next() % length, item: item(id) };
  if (kind === 2) return { type: "remove", index: next() % length };
  if (kind === 3) return { type: "truncate", length: next() % (length + 1) };
  return { type: "insert", index: length, item: item(id) };
}

test("a reset equals the sum of the changes before it, in one batch or in many", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const random = numbers(seed);
    const next = () => random.next().value;
    const diffs: TimelineDiff[] = [];
    let oneByOne = noTimeline;
    for (let step = 0; step < 40; step += 1) {
      const diff = change(oneByOne.length, next, `${seed.toString()}-${step.toString()} `);
      const before = ids(oneByOne);
      const after = applyDiffs(oneByOne, [diff]);
      expect(ids(oneByOne), `seed ${seed.toString()}: the timeline given is left as it is`).toBe(before);
      oneByOne = after;
      diffs.push(diff);
    }
    expect(applyDiffs(noTimeline, diffs), `seed ${seed.toString()}`).toEqual(oneByOne);
    expect(applyDiffs([item("old")], [{ type: "reset", items: [...oneByOne] }])).toEqual(oneByOne);
  }
});

test("a room that is gone takes its timeline with it", () => {
  const listed = reduceChat(noChat, { type: "roomsChanged", reset: true, rooms: [room("a"), room("b")], removed: [], complete: true });
  const opened = reduceChat(listed, { type: "timelineChanged", room: "a", diffs: [{ type: "reset", items: [item("x")] }] });
  const older = reduceChat(opened, { type: "timelineOlderChanged", room: "a", older: "available" });
  expect(ids(older.timelines["a"] ?? [])).toBe("x");
  const left = reduceChat(older, { type: "roomsChanged", reset: false, rooms: [], removed: ["a"], complete: true });
  expect([Object.keys(left.rooms), left.timelines, left.older]).toEqual([["b"], {}, {}]);
});

test("invitations come first, then the room where something happened last", () => {
  const rooms = { a: room("a", { recency: 1 }), b: room("b", { recency: 3 }), c: room("c", { kind: "invitation" }) };
  expect(sortedRooms(rooms).map(({ id }) => id)).toEqual(["c", "b", "a"]);
});

test("a sign-out leaves nothing of the rooms in the window", () => {
  const listed = reduceChat(noChat, { type: "roomsChanged", reset: true, rooms: [room("a")], removed: [], complete: true });
  expect(reduceChat(listed, { type: "accountChanged", account: { type: "welcome", agencies: [], accounts: [], managed: false, refusal: null } })).toEqual(noChat);
});

test("messages of one person within five minutes stand together", () => {
  const minute = 60_000;
  const timeline = [item("a", 0), item("b", minute), item("c", 7 * minute), item("d", 8 * minute, true), item("e", 9 * minute)];
  expect(rows(timeline).map(({ first }) => first)).toEqual([true, false, true, true, true]);
});

test("what is new below counts the messages of others alone", () => {
  const timeline = [item("a"), item("b"), item("c", 0, true), item("d")];
  expect([newBelow(timeline, "a"), newBelow(timeline, "d"), newBelow(timeline, null), newBelow(timeline, "gone")]).toEqual([2, 0, 0, 0]);
});

test("only what others say from now on is read out", () => {
  expect(lastHeard([item("a", 5)], 10)).toBe(undefined);
  expect(lastHeard([item("a", 15), item("b", 20, true)], 10)).toEqual({ name: "Anna", text: "text a" });
});
