import { expect, test } from "vitest";
import type { Event } from "../backend/generated/Event";
import type { Turn } from "../backend/generated/Turn";
import { byRecency, noConversations, reduceAssistant } from "./store";

const turn = (id: string, answer = "", state: Turn["state"] = { type: "waiting" }): Turn => ({ id, question: "q", sources: [], answer, state, asked: 0 });
const after = (...events: Event[]) => events.reduce(reduceAssistant, noConversations);
const opened: Event = { type: "conversationOpened", conversation: "c", turns: [turn("a")] };

test("an answer grows piece by piece", () => {
  const grew = (text: string): Event => ({ type: "answerGrew", conversation: "c", answer: "a", text });
  expect(after(opened, grew("Hello"), grew(" you")).turns.c).toEqual([turn("a", "Hello you", { type: "streaming" })]);
});

test("a changed answer replaces what had grown", () => {
  const done: Event = { type: "answerChanged", conversation: "c", turn: turn("a", "Whole", { type: "done" }) };
  expect(after(opened, { type: "answerGrew", conversation: "c", answer: "a", text: "Wh" }, done).turns.c).toEqual([turn("a", "Whole", { type: "done" })]);
});

test("a new question stands at the end", () => {
  expect(after(opened, { type: "answerChanged", conversation: "c", turn: turn("b") }).turns.c?.map(({ id }) => id)).toEqual(["a", "b"]);
});

test("a piece for a conversation that was never opened is not kept", () => {
  expect(after({ type: "answerGrew", conversation: "x", answer: "a", text: "t" })).toBe(noConversations);
});

test("a reset list equals the sum of its changes", () => {
  const a = { id: "a", title: "A", updated: 1 };
  const b = { id: "b", title: "B", updated: 2 };
  const change = (reset: boolean, conversations: (typeof a)[], removed: string[] = []): Event => ({ type: "conversationsChanged", reset, conversations, removed });
  const sum = after(change(true, [a]), change(false, [b]), change(false, [], ["a"]));
  expect(sum).toEqual(after(change(true, [b])));
  expect(byRecency(after(change(true, [a, b])).conversations)).toEqual([b, a]);
});

test("another agent finds nothing of the one before", () => {
  expect(after(opened, { type: "accountChanged", account: { type: "welcome", agencies: [], accounts: [], managed: false, refusal: null } })).toEqual(noConversations);
});
