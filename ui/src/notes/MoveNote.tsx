import { useState } from "react";
import { call } from "../backend/call";
import type { NoteId } from "../backend/generated/NoteId";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { List } from "../kit/List";
import { TextField } from "../kit/TextField";
import { useAction } from "../kit/use-action";
import { useLanguage, useText } from "../text/use-text";
import css from "./MoveNote.module.css";
import { useNotes } from "./store";
import { targets } from "./tree";

const TOP = "top";

/** Asks where a note is to stand. */
export function MoveNote({ note, onClose }: { note: NoteSummary; onClose: () => void }) {
  const { notes: words } = useText();
  const language = useLanguage();
  const notes = useNotes((state) => state.notes);
  const [wanted, setWanted] = useState("");
  const move = useAction();
  const title = ({ title: given }: NoteSummary) => given ?? words.untitled;
  const top = note.parent === null ? [] : [{ id: TOP, title: words.moveTop }];
  const places = [...top, ...targets(notes, note, language).map((target) => ({ id: target.id, title: title(target) }))];
  const shown = places.filter((place) => place.title.toLocaleLowerCase(language).includes(wanted.trim().toLocaleLowerCase(language)));
  const put = (id: NoteId) => { move.run(() => call("note_move", { note: note.id, parent: id === TOP ? null : id, after: null }), onClose); };
  return (
    <Dialog open onClose={onClose} title={words.moveTitle(title(note))}>
      <TextField label={words.moveFind} value={wanted} onChange={setWanted} type="search" autoFocus testId="move-find" />
      {move.failure && <FailureNote failure={move.failure} />}
      {shown.length === 0
        ? <p className={css.none}>{words.moveNone}</p>
        : (
          <div className={css.places}>
            <List label={words.moveFind} items={shown} selected={null} onOpen={put} textOf={(place) => place.title} testId="move-places">
              {(place) => <span className={css.place}>{place.title}</span>}
            </List>
          </div>
        )}
    </Dialog>
  );
}
