// The one way on which an address in a text is opened.
import { call } from "./call";
import type { NoteId } from "./generated/NoteId";

/** Opens a note of the agency's here, and all else outside. */
export function openAddress(address: string, openNote: (note: NoteId) => void): void {
  const open = async () => {
    const note = await call("link_note", address);
    if (note === null) await call("link_open", address);
    else openNote(note);
  };
  open().catch(() => undefined);
}
