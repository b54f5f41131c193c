import { expect, test } from "vitest";
import type { Waiting } from "../backend/generated/Waiting";
import type { Why } from "../backend/generated/Why";
import { textOf } from "../text/use-text";
import { statusLine } from "./status";

const now = new Date(2026, 10, 24, 15, 0).getTime();
const two = new Date(2026, 10, 24, 14, 2).getTime();
const ready = { notes: "ready", chat: "ready", assistant: "ready" } as const;
const online = { online: true, since: two };
const offline = { online: false, since: two };
const waiting = (why: Why, count = 1, since = two): Waiting => ({ place: { type: "note", id: "n" }, title: null, count, since, why });

type Facts = Parameters<typeof statusLine>[0];

const check = (facts: Partial<Facts>, tone: string, said: string, language: "en" | "fr" = "en") => {
  const line = statusLine({ account: { standing: { type: "signedIn" }, parts: ready }, connection: online, waiting: [], now, ...facts }, textOf(language).app, language);
  expect([line.tone, line.sentences.join(" · ")]).toEqual([tone, said]);
};

test("saved and sent is silence", () => { check({}, "silent", ""); });

test("nothing is said before the connection is known", () => { check({ connection: null }, "silent", ""); });

test("offline says since when, what waits and that it is saved", () => {
  check({ connection: offline, waiting: [waiting({ type: "offline" }, 2), waiting({ type: "offline" })] }, "offline",
    "Offline since 14:02 · 3 changes wait · everything is saved on this computer");
});

test("a change on its way is no news while it is young", () => {
  check({ waiting: [waiting({ type: "sending" }, 1, now - 1000)] }, "silent", "");
  check({ waiting: [waiting({ type: "sending" }, 1, now - 4000)] }, "waiting", "1 change is being sent · everything is saved on this computer");
});

test("what will not be sent unless the agent acts comes before what waits by itself", () => {
  check({ waiting: [waiting({ type: "forbidden" }), waiting({ type: "throttled", until: now }, 2)] }, "failed",
    "1 change needs you · 2 changes wait · everything is saved on this computer");
});

test("an expired sign-in is told, and its parts are not listed one by one", () => {
  check({ account: { standing: { type: "signedOut", since: two }, parts: { ...ready, chat: "signedOut" } } }, "attention",
    "Signed out since 14:02 · everything is saved on this computer");
});

test("a part that is not signed in is named", () => {
  check({ account: { standing: { type: "signedIn" }, parts: { ...ready, chat: "signedOut" } } }, "attention", "Not signed in to: Chat");
});

test("French counts in French", () => {
  check({ connection: offline, waiting: [waiting({ type: "offline" })] }, "offline",
    "Hors ligne depuis 14:02 · 1 modification en attente · tout est enregistré sur cet ordinateur", "fr");
});
