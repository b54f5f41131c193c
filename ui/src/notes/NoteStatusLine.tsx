import { useStore } from "zustand";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { cx } from "../kit/cx";
import { StatusIcon } from "../kit/StatusIcon";
import { useText } from "../text/use-text";
import css from "./NoteStatusLine.module.css";
import { type Replica, useReplica } from "./replica";
import { markOf } from "./status";
import { useNotes } from "./store";

/** Two facts that are never mixed: whether the note is saved here, and whether the server has it. */
export function NoteStatusLine({ note }: { note: NoteSummary }) {
  const { notes: words } = useText();
  const replica = useReplica(note.id);
  const online = useNotes((state) => state.online);
  const mark = markOf(note, online, words);
  return (
    <div className={css.line} data-testid="note-status" data-sync={note.status.type}>
      {replica && <Facts replica={replica} synced={note.status.type === "synced"} />}
      {mark && <StatusIcon status={mark.status} reason={mark.reason} />}
    </div>
  );
}

function Facts({ replica, synced }: { replica: Replica; synced: boolean }) {
  const { notes: words } = useText();
  const { saving, text } = useStore(replica.state);
  if (text !== "here") return null;
  const facts = { saved: words.saved, saving: words.saving, notSaved: words.notSaved };
  return (
    <>
      <span className={cx(css.fact, saving.type === "notSaved" && css.trouble)} data-saving={saving.type}>
        {facts[saving.type]}
      </span>
      {synced && saving.type === "saved" && <span className={css.fact}>{words.synced}</span>}
    </>
  );
}
