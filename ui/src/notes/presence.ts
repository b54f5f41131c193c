// Where others' cursors are. Names and colours come from other people's programs: they are checked before anything
// draws them, and a state that cannot be read is dropped.
import { modifyAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";
import type { NoteId } from "../backend/generated/NoteId";

export type PresenceUser = { name: string; color: string };

/** More than this in one update is not a few cursors. */
const LIMIT = 64 * 1024;
const NAME_LENGTH = 60;
const COLOUR = /^#[0-9a-f]{6}$/i;
/** Letters that reorder or hide what stands beside them, and controls. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Cursor colours: dark enough for white letters. Docs shows them to others as they are. */
const COLOURS = ["#0b6e99", "#4b3f9e", "#9a2a6b", "#a03a13", "#2d6a3e", "#5c5c14", "#7a3b8f", "#8a1f2d"];

/** One colour per person, the same at every start. */
export function colourOf(id: string): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return COLOURS[sum % COLOURS.length] ?? "#0b6e99";
}

/** The update with every state checked; nothing when it cannot be read. */
export function checkedPresence(update: Uint8Array, note: NoteId, doc: Y.Doc): Uint8Array | undefined {
  if (update.length > LIMIT) return undefined;
  try {
    return modifyAwarenessUpdate(update, (state: unknown) => checkedState(state, note, doc));
  } catch {
    return undefined;
  }
}

/** When somebody said last that there is something new about the note; 0 for never. */
export function pingOf(state: unknown): number {
  const ping = isRecord(state) ? state["commentsPing"] : null;
  return isRecord(ping) && typeof ping["at"] === "number" ? ping["at"] : 0;
}

function checkedState(state: unknown, note: NoteId, doc: Y.Doc): object | null {
  if (!isRecord(state)) return null;
  const user = isRecord(state["user"]) ? state["user"] : {};
  const ping = isRecord(state["commentsPing"]) && state["commentsPing"]["docId"] === note ? { commentsPing: { at: pingOf(state) } } : {};
  return { user: checkedUser(user), cursor: checkedCursor(state["cursor"], doc), ...ping };
}

/** A name as it can be shown among other words: nothing in it hides or turns round what stands beside it. */
export const shownName = (given: string): string => [...given.replace(HIDDEN, "").trim()].slice(0, NAME_LENGTH).join("");

function checkedUser(user: Record<string, unknown>): PresenceUser {
  const given = typeof user["name"] === "string" ? user["name"] : "";
  const name = shownName(given);
  const colour = user["color"];
  const color = typeof colour === "string" && COLOUR.test(colour) ? colour : colourOf(name);
  return { name: name === "" ? "…" : name, color };
}

/** A cursor that leads to a place in this note, or none: the editor would stumble over anything else. */
function checkedCursor(cursor: unknown, doc: Y.Doc): object | null {
  if (!isRecord(cursor)) return null;
  const { anchor, head } = cursor;
  return leadsSomewhere(anchor, doc) && leadsSomewhere(head, doc) ? { anchor, head } : null;
}

function leadsSomewhere(position: unknown, doc: Y.Doc): boolean {
  try {
    const relative = Y.createRelativePositionFromJSON(position);
    return Y.createAbsolutePositionFromRelativePosition(relative, doc) !== null;
  } catch {
    return false;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
