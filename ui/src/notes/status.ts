// What the state of a note means in the state language. Pure.
import type { NoteSummary } from "../backend/generated/NoteSummary";
import type { Status } from "../kit/StatusIcon";
import type { NotesText } from "../text/en/notes";

export type Mark = { status: Status; reason: string };

/** Nothing for a note that is saved and synced. */
export function markOf(note: NoteSummary, online: boolean, words: NotesText): Mark | null {
  const { state, why } = words;
  switch (note.status.type) {
    case "failed":
      return { status: "failed", reason: `${state.failed} ${why[note.status.why.type]}` };
    case "waiting":
      return note.status.why.type === "signedOut"
        ? { status: "attention", reason: `${state.attention} ${why.signedOut}` }
        : { status: "waiting", reason: `${state.waiting} ${why[note.status.why.type]}` };
    case "synced":
      return !online && note.offline ? { status: "offlineCopy", reason: state.offline } : null;
  }
}
