import { FileText, Plus, X } from "lucide-react";
import { Button } from "react-aria-components";
import type { NoteId } from "../backend/generated/NoteId";
import { useText } from "../text/use-text";
import css from "./Sources.module.css";

export interface CurrentNote {
  id: NoteId;
  title: string | null;
}

interface SourcesProps {
  current: CurrentNote | null;
  /** Whether it will be given to the model. */
  given: boolean;
  onGive: (note: NoteId) => void;
  onTake: (note: NoteId) => void;
}

/** Exactly what is sent to the model besides the question. */
export function Sources({ current, given, onGive, onTake }: SourcesProps) {
  const { assistant: words } = useText();
  const title = current?.title ?? words.untitledNote;
  return (
    <div className={css.sources} role="group" aria-label={words.sources}>
      {current === null || !given ? <span className={css.none}>{words.noSources}</span> : (
        <span className={css.chip} data-testid="assistant-source">
          <FileText aria-hidden />
          <span className={css.title}>{title}</span>
          <Button className={css.act ?? ""} aria-label={words.removeSource(title)} onPress={() => { onTake(current.id); }}><X aria-hidden /></Button>
        </span>
      )}
      {current !== null && !given && (
        <Button className={css.add ?? ""} onPress={() => { onGive(current.id); }}><Plus aria-hidden />{words.addSource(title)}</Button>
      )}
    </div>
  );
}
