// The events of each scene that is looked at. Invented people and places only.
import type { Account } from "../src/backend/generated/Account";
import type { Agency } from "../src/backend/generated/Agency";
import type { Event } from "../src/backend/generated/Event";
import type { Language } from "../src/backend/generated/Language";
import type { NoteSummary } from "../src/backend/generated/NoteSummary";
import type { RefusalReason } from "../src/backend/generated/RefusalReason";
import type { RoomSummary } from "../src/backend/generated/RoomSummary";
import type { Theme } from "../src/backend/generated/Theme";
import type { Trouble } from "../src/backend/generated/Trouble";
import type { Turn } from "../src/backend/generated/Turn";

export const now = Date.UTC(2026, 10, 24, 13, 20);
const HOUR = 3_600_000;

const agencies: Agency[] = [
  { profile: "fr", name: "Ministère de la Mer", country: "fr", signInHost: "connexion.mer.example" },
  { profile: "de", name: "Bundesamt für Binnenschifffahrt und Wasserstraßen", country: "de", signInHost: "anmeldung.binnenschifffahrt.example" },
  { profile: "nl", name: "Gemeente Waterstad", country: "nl", signInHost: "inloggen.waterstad.example" },
];
const [agency] = agencies as [Agency];

export const note = (id: string, title: string | null, rest: Partial<NoteSummary> = {}): NoteSummary => ({
  id, title, parent: null, place: "", deleted: null, favourite: false, pinned: false, template: false, opened: null, own: true, editable: true, rights: { nest: true, move: true, delete: true }, updated: now - HOUR, offline: true, status: { type: "synced" }, uploads: [], ...rest,
});

const notes: NoteSummary[] = [
  note("n1", "Mission report, Berlin", { favourite: true }),
  note("n2", "Cabinet", {}),
  note("n3", "Weekly meeting", { parent: "n2", status: { type: "waiting", why: { type: "offline" } } }),
  note("n4", "Trip to Warsaw", { offline: false }),
  note("n5", null, { status: { type: "failed", why: { type: "forbidden" } } }),
  note("n6", "Gemeinsame Erklärung zur Zusammenarbeit der Wasserstraßenverwaltungen", { own: false }),
];

const room = (id: string, name: string, rest: Partial<RoomSummary> = {}): RoomSummary => ({
  id, name, kind: "group", encrypted: true, unread: 0, mentions: 0, latest: { sender: "Anna", text: "I will send the draft tonight." }, recency: now - HOUR, members: 4, ...rest,
});

const open = (rest: Partial<Extract<Account, { type: "open" }>> = {}): Account => ({
  type: "open",
  account: { id: "a1", agency },
  name: "Camille Moreau",
  email: "camille.moreau@mer.example",
  standing: { type: "signedIn" },
  parts: { notes: "ready", chat: "ready", assistant: "ready" },
  recoveryKeyMade: false,
  others: [{ id: "a2", agency: agencies[2] as Agency }],
  places: [],
  refusal: null,
  ...rest,
});

const answer = `Three points are open:

1. **Locks**: who pays for the repair of the lock at Niederfinow.
2. **Data**: the exchange format, see [the draft](https://drafts.waterways.example/format).
3. The date of the *next* meeting.

| Point | Who |
| --- | --- |
| Locks | Berlin |
| Data | Paris |`;

const turn = (rest: Partial<Turn> = {}): Turn => ({
  id: "t1", question: "What remains to be decided?", sources: [{ note: "n1", title: "Mission report, Berlin", cut: false }], answer, state: { type: "done" }, asked: now, ...rest,
});

const desk = (rest: Partial<Extract<Account, { type: "open" }>> = {}): Event[] => [
  { type: "accountChanged", account: open(rest) },
  { type: "notesChanged", reset: true, notes, removed: [], complete: true },
  { type: "roomsChanged", reset: true, rooms: [room("!a", "Waterways, Franco-German", { unread: 3 }), room("!b", "Jonas Weber", { kind: "direct", members: 2 })], removed: [], complete: true },
  { type: "encryptionChanged", encryption: "ready" },
  { type: "conversationsChanged", reset: true, conversations: [{ id: "c1", title: "What remains to be decided?", updated: now }], removed: [] },
  { type: "connectionChanged", online: true, since: now },
];

const offline: Event[] = [
  { type: "connectionChanged", online: false, since: now - HOUR },
  { type: "outboxChanged", waiting: [
    { place: { type: "note", id: "n3" }, title: "Weekly meeting", count: 2, since: now - HOUR, why: { type: "offline" } },
    { place: { type: "note", id: "n5" }, title: null, count: 1, since: now - HOUR, why: { type: "forbidden" } },
  ] },
];

const refusal = (reason: RefusalReason): Event[] => [
  { type: "accountChanged", account: { type: "welcome", agencies, accounts: [], managed: false, refusal: { reason, detail: "token endpoint answered 400 invalid_grant" } } },
];

/** Every scene by name; a name with a colon carries an argument. */
export const scene = (name: string): Event[] => {
  const [kind, argument = ""] = name.split(":");
  switch (kind) {
    case "welcome":
      return [{ type: "accountChanged", account: { type: "welcome", agencies: argument === "none" ? [] : agencies, accounts: [], managed: false, refusal: null } }];
    case "refused":
      return refusal(argument as RefusalReason);
    case "signing":
      return [{ type: "accountChanged", account: { type: "signingIn", agency, step: "identity", surface: "browser" } }];
    case "trouble":
      return [{ type: "accountChanged", account: { type: "closed", account: { id: "a1", agency }, trouble: argument as Trouble, recoverable: true } }];
    case "offline":
      return [...desk(), ...offline];
    case "expired":
      return desk({ standing: { type: "signedOut", since: now - HOUR } });
    default:
      return [...desk(), { type: "settingsChanged", settings: { language: null, theme: "system" }, leaving: { formats: ["pdf", "docx", "odt", "html", "markdown"], packing: true, printing: true }, policies: [{ name: "Assistant.Allowed", value: "false", origin: "/etc/attache/policy.json" }], version: "26.11.0" }];
  }
};

export const conversation = (state: string): Event[] => {
  if (state === "streaming") return [{ type: "conversationOpened", conversation: "c1", turns: [turn(), turn({ id: "t2", question: "And the date?", sources: [], answer: "The note names", state: { type: "streaming" } })] }];
  if (state === "failed") return [{ type: "conversationOpened", conversation: "c1", turns: [turn({ answer: "", state: { type: "failed", why: { type: "modelGone" } } })] }];
  return [{ type: "conversationOpened", conversation: "c1", turns: [turn()] }];
};

export const settings = (language: Language | null, theme: Theme): Event => ({
  type: "settingsChanged",
  settings: { language, theme },
  leaving: { formats: ["pdf", "docx", "odt", "html", "markdown"], packing: true, printing: true },
  policies: [{ name: "Assistant.Allowed", value: "true", origin: "/etc/attache/policy.json" }, { name: "Session.ProfileUrl", value: "https://profiles.mer.example", origin: "/etc/attache/policy.json" }],
  version: "26.11.0",
});
