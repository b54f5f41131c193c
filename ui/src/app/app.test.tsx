import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { expectNoViolations } from "../../tests/axe";
import { draw } from "../../tests/render";
import { shell } from "../../tests/shell";
import type { Account } from "../backend/generated/Account";
import { Palette } from "./Palette";
import { StatusLine } from "./StatusLine";
import { useDesk } from "./store";
import { receive } from "./stream";

const agency = { profile: "mer", name: "Ministère de la Mer", country: "fr", signInHost: "connexion.mer.example" };
const account: Extract<Account, { type: "open" }> = {
  type: "open",
  account: { id: "a", agency },
  name: "Camille Moreau",
  email: null,
  standing: { type: "signedIn" },
  parts: { notes: "ready", chat: "ready", assistant: "ready" },
  recoveryKeyMade: false,
  others: [], places: [],
  refusal: null,
};
const nothing = () => undefined;

test("the status line speaks, and opens the outbox that leads to what waits", async () => {
  const { calls } = shell();
  const opened: unknown[] = [];
  const place = { type: "note", id: "n" } as const;
  receive([
    { type: "connectionChanged", online: false, since: Date.now() },
    { type: "outboxChanged", waiting: [{ place, title: "Plan", count: 2, since: Date.now(), why: { type: "offline" } }] },
  ]);
  draw(<StatusLine account={account} onSignIn={nothing} onOpen={(to) => { opened.push(to); }} />);
  expect(screen.getByTestId("status-line").textContent).toMatch(/^Offline since .* · 2 changes wait · everything is saved on this computer$/);
  await userEvent.click(screen.getByTestId("status-line"));
  await expectNoViolations(screen.getByRole("dialog"));
  await userEvent.click(screen.getByRole("button", { name: "Try again now" }));
  await userEvent.click(screen.getByRole("button", { name: "Open Plan" }));
  expect([calls, opened]).toEqual([[["outbox_retry", null]], [place]]);
});

test("an expired sign-in can be renewed from the status line", async () => {
  shell();
  act(() => { receive([{ type: "connectionChanged", online: true, since: 0 }, { type: "outboxChanged", waiting: [] }]); });
  let asked = 0;
  draw(<StatusLine account={{ ...account, standing: { type: "signedOut", since: Date.now() } }} onSignIn={() => { asked += 1; }} onOpen={nothing} />);
  await userEvent.click(screen.getByTestId("status-sign-in"));
  expect(asked).toBe(1);
});

test("the palette finds an action by its words, and does it by Enter", async () => {
  shell({ search: () => [] });
  const done: string[] = [];
  const acts = ["New note", "Open the settings"].map((label) => ({ id: label, label, onAct: () => { done.push(label); } }));
  draw(<Palette open onClose={nothing} actions={acts} onOpen={nothing} />);
  await expectNoViolations();
  await userEvent.type(screen.getByTestId("palette-input"), "sett{Enter}");
  expect(done).toEqual(["Open the settings"]);
});

test("the palette opens what the search found, text and all", async () => {
  shell({ search: () => [{ place: { type: "note", id: "n" }, title: "Plan", snippet: "… the <b>lock</b> …" }] });
  const opened: unknown[] = [];
  draw(<Palette open onClose={nothing} actions={[]} onOpen={(place) => { opened.push(place); }} />);
  await userEvent.type(screen.getByTestId("palette-input"), "lock");
  expect((await screen.findByRole("option")).textContent).toContain("<b>lock</b>");
  await userEvent.click(screen.getByRole("option"));
  expect(opened).toEqual([{ type: "note", id: "n" }]);
});

test("the palette says when nothing was found, and where it looked", async () => {
  shell({ search: () => [] });
  draw(<Palette open onClose={nothing} actions={[]} onOpen={nothing} />);
  await userEvent.type(screen.getByTestId("palette-input"), "zzz");
  expect((await screen.findByText(/Nothing matches “zzz”/)).textContent).toContain("on this computer");
});

test("settings arrive by the stream and nothing else", () => {
  receive([{ type: "settingsChanged", settings: { language: "de", theme: "dark" }, leaving: { formats: [], packing: true, printing: true }, policies: [], version: "26.11.0" }]);
  expect(useDesk.getState()).toMatchObject({ settings: { language: "de", theme: "dark" }, version: "26.11.0" });
});
