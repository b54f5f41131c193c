// What the chat is told about notes, which it does not know itself.
import { createContext } from "react";
import type { NoteId } from "../backend/generated/NoteId";

interface Notes {
  /** What a note is called; null: nothing yet. None: it is not known here. */
  titleOf: (note: NoteId) => string | null | undefined;
  open: (note: NoteId) => void;
}

export const NoteLinks = createContext<Notes>({ titleOf: () => undefined, open: () => undefined });
