import { type KeyboardEvent, useState } from "react";
import { call } from "../backend/call";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { FailureNote } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useLanguage, useText } from "../text/use-text";
import css from "./NoteTitle.module.css";

const LONGEST = 255;

/** The title of a note. It is stored when the field is left or Enter is pressed; until then it is a draft. */
export function NoteTitle({ note, editable }: { note: NoteSummary; editable: boolean }) {
  const { notes: words } = useText();
  const language = useLanguage();
  const rename = useAction();
  const [draft, setDraft] = useState<string | null>(null);
  const title = note.title ?? "";
  const store = () => {
    const given = draft?.trim();
    if (given === undefined || given === title || (given === "" && title === "")) setDraft(null);
    else rename.run(() => call("note_rename", { note: note.id, title: given }), () => { setDraft(null); });
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" && !event.nativeEvent.isComposing) event.currentTarget.blur();
  };
  return (
    <div className={css.title}>
      <input
        className={css.field}
        aria-label={words.title}
        placeholder={words.untitled}
        value={draft ?? title}
        maxLength={LONGEST}
        readOnly={!editable}
        lang={language}
        spellCheck
        onChange={(event) => { setDraft(event.currentTarget.value); }}
        onBlur={store}
        onKeyDown={keys}
        data-testid="note-title"
      />
      {rename.failure && <FailureNote failure={rename.failure} onRetry={store} />}
    </div>
  );
}
