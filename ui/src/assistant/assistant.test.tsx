import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, test } from "vitest";
import { expectNoViolations } from "../../tests/axe";
import { draw } from "../../tests/render";
import { type Answers, shell } from "../../tests/shell";
import type { AnswerFailure } from "../backend/generated/AnswerFailure";
import type { Turn } from "../backend/generated/Turn";
import { textOf } from "../text/use-text";
import { AssistantPane } from "./AssistantPane";
import { hostOf, Markdown } from "./Markdown";
import { noConversations, useAssistant } from "./store";

const turn = (rest: Partial<Turn> = {}): Turn => ({ id: "t", question: "What is open?", sources: [], answer: "", state: { type: "done" }, asked: 0, ...rest });

const pane = (rest: Partial<Parameters<typeof AssistantPane>[0]> = {}, answers: Answers = {}) => {
  const opened: unknown[] = [];
  const { calls } = shell(answers);
  const nothing = () => undefined;
  draw(
    <AssistantPane conversation={null} current={{ id: "n", title: "Plan" }} online signedIn onNote={nothing} onClose={nothing}
      onConversation={(id) => { opened.push(id); }} {...rest} />,
  );
  return { calls, opened };
};

const show = (turns: Turn[]) => { act(() => { useAssistant.setState({ conversations: { c: { id: "c", title: "Plans", updated: 0 } }, turns: { c: turns } }); }); };

beforeEach(() => { useAssistant.setState(noConversations, true); });

describe("asking", () => {
  test("the open note is a source in sight, and exactly that is sent", async () => {
    const { calls, opened } = pane({}, { assistant_ask: () => "c" });
    expect(screen.getByTestId("assistant-source").textContent).toBe("Plan");
    await expectNoViolations();
    await userEvent.type(screen.getByTestId("assistant-input"), "What is open?");
    await userEvent.click(screen.getByTestId("assistant-send"));
    expect(calls).toEqual([["assistant_ask", { conversation: null, text: "What is open?", sources: ["n"] }]]);
    expect(opened).toEqual(["c"]);
  });

  test("a source that was taken away is not sent, and that is said", async () => {
    const { calls } = pane({}, { assistant_ask: () => "c" });
    await userEvent.click(screen.getByRole("button", { name: "Do not send “Plan”" }));
    expect(screen.getByText("No source: the model sees only your question")).toBeTruthy();
    await userEvent.type(screen.getByTestId("assistant-input"), "Hello{Enter}");
    expect(calls).toEqual([["assistant_ask", { conversation: null, text: "Hello", sources: [] }]]);
  });

  test("a question that was not taken stays where it was typed", async () => {
    pane({}, { assistant_ask: () => Promise.reject({ code: "offline", detail: "" }) });
    await userEvent.type(screen.getByTestId("assistant-input"), "Hello{Enter}");
    expect((await screen.findByRole("alert")).textContent).toContain("There is no connection.");
    expect(screen.getByTestId<HTMLTextAreaElement>("assistant-input").value).toBe("Hello");
  });
});

describe("an answer", () => {
  test("can be stopped while it comes, and grows where it stands", async () => {
    const { calls } = pane({ conversation: "c" });
    show([turn({ answer: "One", state: { type: "streaming" } })]);
    expect(screen.getByTestId("assistant-answer").getAttribute("aria-busy")).toBe("true");
    show([turn({ answer: "One two", state: { type: "streaming" } })]);
    expect(screen.getByTestId("assistant-answer").textContent).toBe("One two");
    await userEvent.click(screen.getByTestId("assistant-stop"));
    expect(calls.at(-1)).toEqual(["assistant_stop", "c"]);
  });

  test("can be asked for again, and its sources lead to the note", async () => {
    const notes: string[] = [];
    const { calls } = pane({ conversation: "c", onNote: (id) => { notes.push(id); } });
    show([turn({ answer: "Done", sources: [{ note: "n", title: "Plan", cut: true }] })]);
    await expectNoViolations();
    await userEvent.click(screen.getByRole("button", { name: "Open “Plan”" }));
    await userEvent.click(screen.getByTestId("assistant-again"));
    expect([notes, calls.at(-1)]).toEqual([["n"], ["assistant_regenerate", "c"]]);
    expect(screen.getByText("Not all of it fitted")).toBeTruthy();
  });

  const failures: AnswerFailure[] = [{ type: "offline" }, { type: "signedOut" }, { type: "quota", retryAt: 0 }, { type: "tooLong" }, { type: "modelGone" }, { type: "forbidden" }, { type: "broken" }];
  test.each(failures)("that failed as $type says so in its own words", (why) => {
    pane({ conversation: "c" });
    show([turn({ answer: "So far", state: { type: "failed", why } })]);
    expect(screen.getByRole("alert").textContent).toContain(textOf("en").assistant.failures[why.type].title);
    expect(screen.getByText("So far")).toBeTruthy();
  });
});

describe("what a model wrote", () => {
  test("never becomes markup, and never loads a picture", () => {
    shell();
    const { container } = draw(<Markdown text={"<img src=x onerror=alert(1)> **bold** ![a cat](https://spy.example/p.png)\n\n<script>alert(1)</script>"} />);
    expect(container.querySelectorAll("img, script, iframe, a")).toHaveLength(0);
    expect(container.textContent).toContain("<script>alert(1)</script>");
    expect(container.querySelector("strong")?.textContent).toBe("bold");
  });

  test("opens a link only by a press, with its host in sight", async () => {
    const { calls } = shell();
    const { container } = draw(<Markdown text="See [the ministry](https://evil.example/x)." />);
    expect(container.textContent).toContain("(evil.example)");
    await userEvent.click(screen.getByRole("button"));
    expect(calls).toEqual([["link_open", "https://evil.example/x"]]);
  });

  test("opens nothing but the web", () => {
    expect(["https://a.example/b", "http://a.example", "javascript:alert(1)", "file:///etc/passwd", "attache://x", "nonsense"].map(hostOf)).toEqual(["a.example", "a.example", null, null, null, null]);
  });
});
