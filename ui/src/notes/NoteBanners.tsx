import { useStore } from "zustand";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { Button } from "../kit/Button";
import { Trouble } from "../kit/FailureNote";
import { useText } from "../text/use-text";
import css from "./NoteBanners.module.css";
import type { Reading } from "./NoteMenu";
import type { Replica } from "./replica";
import { useNotes } from "./store";

interface NoteBannersProps {
  replica: Replica;
  /** None until the list has come. */
  known: NoteSummary | undefined;
  reading: Reading;
}

/** What must be known before writing in a note: why it is not saved, or why it cannot be written in. */
export function NoteBanners({ replica, known, reading }: NoteBannersProps) {
  const { notes: words, kit } = useText();
  const { saving, unsupported } = useStore(replica.state);
  const quarantined = useNotes((state) => state.open[replica.note]?.quarantined ?? false);
  const readOnly = known !== undefined && !known.editable;
  const line = unsupported ? words.unsupported : readOnly ? words.readOnly : null;
  return (
    <div className={css.banners}>
      {saving.type === "notSaved" && (
        <Trouble title={`${words.notSaved}. ${kit.failures[saving.code].title}`} advice={words.notSavedAdvice} />
      )}
      {quarantined && <p className={css.banner}>{words.quarantined}</p>}
      {line !== null && <p className={css.banner}>{line}</p>}
      {line === null && reading.on && (
        <div className={css.banner} role="status">
          <span>{words.reading.on}</span>
          <Button onPress={() => { reading.onChange(false); }} testId="reading-end">{words.reading.end}</Button>
        </div>
      )}
    </div>
  );
}
