import { FileText } from "lucide-react";
import { type MouseEvent, use, useState } from "react";
import { call } from "../backend/call";
import type { NoteId } from "../backend/generated/NoteId";
import { openAddress } from "../backend/open-address";
import { useWhile } from "../kit/use-while";
import { useText } from "../text/use-text";
import { mayBeNote, piecesOf } from "./addresses";
import css from "./MessageText.module.css";
import { NoteLinks } from "./note-links";

/** What somebody wrote: text, with its addresses as links. */
export function MessageText({ text }: { text: string }) {
  return piecesOf(text).map((piece, index) => (piece.isAddress ? <Address key={index} address={piece.text} /> : piece.text));
}

/** A note that is known here is shown by its title. */
function Address({ address }: { address: string }) {
  const { notes: words } = useText();
  const notes = use(NoteLinks);
  const note = useNoteAt(address);
  const title = note === null ? undefined : notes.titleOf(note);
  // The window itself goes nowhere: the shell would not let it.
  const open = (event: MouseEvent) => {
    event.preventDefault();
    openAddress(address, notes.open);
  };
  return (
    <a href={address} className={css.link} onClick={open} title={address} data-testid="message-link">
      {title === undefined ? address : <><FileText className={css.icon} aria-hidden /><bdi>{title ?? words.untitled}</bdi></>}
    </a>
  );
}

function useNoteAt(address: string): NoteId | null {
  const [note, setNote] = useState<NoteId | null>(null);
  useWhile(mayBeNote(address) ? address : null, (asked) => {
    let shown = true;
    call("link_note", asked).then((found) => { if (shown) setNote(found); }, () => undefined);
    return () => { shown = false; };
  });
  return note;
}
