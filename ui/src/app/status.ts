// What the status line says, as a pure decision. Saved, sent and online is silence.
import type { Account } from "../backend/generated/Account";
import type { Parts } from "../backend/generated/Parts";
import type { Waiting } from "../backend/generated/Waiting";
import type { Why } from "../backend/generated/Why";
import { since } from "../text/format";
import type { AppText } from "../text/en/app";
import type { Language } from "../backend/generated/Language";
import type { DeskState } from "./store";

export type Tone = "silent" | "waiting" | "offline" | "attention" | "failed";

export interface StatusLine {
  tone: Tone;
  /** Joined by a middle dot. Empty when there is nothing to say. */
  sentences: readonly string[];
}

type Open = Extract<Account, { type: "open" }>;

interface Facts {
  account: Pick<Open, "standing" | "parts">;
  connection: DeskState["connection"];
  waiting: readonly Waiting[];
  now: number;
}

const stuck: Record<Why["type"], boolean> = {
  sending: false,
  offline: false,
  signedOut: false,
  throttled: false,
  serverTrouble: false,
  lockedByOther: false,
  forbidden: true,
  gone: true,
  tooLarge: true,
  fileRefused: true,
  commentRefused: true,
};

/** Whether a write will not go unless the agent acts. */
export const isStuck = (waiting: Waiting): boolean => stuck[waiting.why.type];

/** A change on its way is no news until it takes long: while typing there is always one. */
const PATIENCE = 3000;

const sum = (waiting: readonly Waiting[]): number => waiting.reduce((total, { count }) => total + count, 0);

const signedOutParts = (parts: Parts, text: AppText): string[] =>
  (["notes", "chat", "assistant"] as const).filter((part) => parts[part] === "signedOut").map((part) => text.parts[part]);

/** The line for these facts. */
export const statusLine = ({ account, connection, waiting, now }: Facts, text: AppText, language: Language): StatusLine => {
  const offline = connection !== null && !connection.online;
  const out = account.standing.type === "signedOut" ? account.standing.since : null;
  const held = waiting.filter(isStuck);
  const slow = waiting.filter((entry) => !isStuck(entry) && (entry.why.type !== "sending" || now - entry.since > PATIENCE));
  const going = sum(slow);
  const sending = !offline && out === null && slow.some((entry) => entry.why.type === "sending");
  const missing = out === null ? signedOutParts(account.parts, text) : [];
  const { status } = text;
  const sentences = [
    offline && status.offline(since(language, connection.since, now)),
    out !== null && status.signedOut(since(language, out, now)),
    missing.length > 0 && status.partSignedOut(new Intl.ListFormat(language).format(missing)),
    held.length > 0 && status.stuck(sum(held)),
    going > 0 && (sending ? status.sending(going) : status.waiting(going)),
    (offline || out !== null || going > 0) && status.saved,
  ].filter((sentence) => sentence !== false);
  return { tone: tone(held.length > 0, out !== null || missing.length > 0, offline, going > 0), sentences };
};

const tone = (failed: boolean, attention: boolean, offline: boolean, waiting: boolean): Tone => {
  if (failed) return "failed";
  if (attention) return "attention";
  if (offline) return "offline";
  return waiting ? "waiting" : "silent";
};
