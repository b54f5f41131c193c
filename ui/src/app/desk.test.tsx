import { act, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { expectNoViolations } from "../../tests/axe";
import { shell } from "../../tests/shell";
import type { Account } from "../backend/generated/Account";
import { App } from "./App";
import { receive } from "./stream";

const agency = { profile: "mer", name: "Ministère de la Mer", country: "fr", signInHost: "connexion.mer.example" };
const open: Account = {
  type: "open", account: { id: "a", agency }, name: "Camille Moreau", email: null, standing: { type: "signedIn" },
  parts: { notes: "ready", chat: "signedOut", assistant: "ready" }, recoveryKeyMade: false, others: [], places: [], refusal: null,
};

const desk = () => {
  const { calls } = shell({ search: () => [] });
  render(<App />);
  act(() => {
    receive([
      { type: "settingsChanged", settings: { language: "en", theme: "dark" }, leaving: { formats: ["pdf", "docx", "odt", "html", "markdown"], packing: true, printing: true }, policies: [{ name: "Assistant.Allowed", value: "true", origin: "/etc/attache/policy.json" }], version: "26.11.0" },
      { type: "accountChanged", account: open },
      { type: "notesChanged", reset: true, notes: [], removed: [], complete: true },
      { type: "conversationsChanged", reset: true, conversations: [], removed: [] },
    ]);
  });
  return { calls };
};

test("the desk names what it shows, in the language and colours of the settings", async () => {
  desk();
  expect([document.documentElement.lang, document.documentElement.dataset.theme]).toEqual(["en", "dark"]);
  expect(screen.getByRole("img", { name: "Chat: needs you" })).toBeTruthy();
  await expectNoViolations();
});

test("everything is reached by keyboard: the palette, the panes, the assistant, the help sheet", async () => {
  desk();
  await userEvent.keyboard("{Control>}k{/Control}");
  expect(document.activeElement).toBe(screen.getByTestId("palette-input"));
  await userEvent.keyboard("{Escape}");
  await waitFor(() => { expect(screen.queryByTestId("palette-input")).toBeNull(); });
  await userEvent.keyboard("{Control>}j{/Control}");
  expect(screen.getByTestId("assistant-pane")).toBeTruthy();
  const walked = new Set<string | null>();
  for (let pane = 0; pane < 5; pane += 1) {
    await userEvent.keyboard("{F6}");
    walked.add(document.activeElement?.closest("[data-pane]")?.getAttribute("aria-label") ?? null);
  }
  expect([...walked].sort()).toEqual(["Assistant", "Connection and outbox", "No note is open", "Notes", "Parts of the desk"]);
  act(() => { screen.getByTestId("rail-notes").focus(); });
  await userEvent.keyboard("?");
  expect(await screen.findByRole("heading", { name: "Keyboard shortcuts" })).toBeTruthy();
});

test("F1 opens the help sheet where a question mark would be written, and it lists the keys of the editor", async () => {
  desk();
  await userEvent.keyboard("{Control>}k{/Control}{Escape}{F1}");
  const sheet = await screen.findByRole("dialog");
  expect(screen.getByText("Move the block up").closest("div")?.textContent).toContain("Ctrl+Shift+↑");
  await expectNoViolations(sheet);
});

test("settings ask the suite and show what it says; policies name where they come from", async () => {
  const { calls } = desk();
  await userEvent.click(screen.getByTestId("rail-settings"));
  await userEvent.click(screen.getByRole("radio", { name: "Deutsch" }));
  expect(calls.at(-1)).toEqual(["settings_change", { language: "de", theme: "dark" }]);
  expect(screen.getByRole<HTMLInputElement>("radio", { name: "English" }).checked).toBe(true);
  await userEvent.click(screen.getByRole("tab", { name: "About policies" }));
  expect(screen.getByRole("rowheader", { name: "Assistant.Allowed" }).closest("tr")?.textContent).toContain("/etc/attache/policy.json");
  await expectNoViolations(screen.getByRole("dialog"));
});

test("a command that fails says so and the desk stays", async () => {
  shell({ note_create: () => Promise.reject({ code: "diskFull", detail: "ENOSPC" }) });
  render(<App />);
  act(() => { receive([{ type: "accountChanged", account: open }]); });
  await userEvent.keyboard("{Control>}n{/Control}");
  expect((await screen.findByRole("alert")).textContent).toContain("The disk is full.");
});
