import { useState } from "react";
import { call } from "../backend/call";
import type { FileFormat } from "../backend/generated/FileFormat";
import type { Failure } from "../backend/generated/Failure";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { Button } from "../kit/Button";
import { Choice } from "../kit/Choice";
import { Dialog } from "../kit/Dialog";
import { FailureNote, Trouble } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useLanguage, useText } from "../text/use-text";
import css from "./ExportNote.module.css";
import { useNotes } from "./store";

/** Writes a note as a file of another program. */
export function ExportNote({ note, onClose }: { note: NoteSummary; onClose: () => void }) {
  const { notes, exchange: words, kit } = useText();
  const language = useLanguage();
  const formats = useNotes((state) => state.leaving.formats);
  const [chosen, setChosen] = useState<FileFormat | null>(null);
  const format = chosen ?? formats[0] ?? "pdf";
  const [path, setPath] = useState<string | null>(null);
  const action = useAction();
  const title = note.title ?? notes.untitled;
  const write = () => { action.run(() => call("note_export", { note: note.id, format, name: title, language }), setPath); };
  const choose = (id: string) => {
    setChosen(formats.find((one) => one === id) ?? null);
    setPath(null);
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.exportTitle(title)}
      actions={path === null
        ? <Button kind="primary" busy={action.busy} onPress={write} testId="export-write">{words.write}</Button>
        : <Button kind="primary" onPress={onClose}>{kit.close}</Button>}
    >
      <div className={css.content}>
        <Choice label={words.format} rows value={format} onChange={choose} options={formats.map((id) => ({ id, ...words.formats[id] }))} />
        <p className={css.hint}>{words.unsealed}</p>
        {path !== null && <p role="status" data-testid="export-saved">{words.saved(path)}</p>}
        {action.failure && <NotWritten failure={action.failure} onRetry={write} />}
      </div>
    </Dialog>
  );
}

/** What goes wrong inside, while a file is written, is that it cannot be written there. */
function NotWritten({ failure, onRetry }: { failure: Failure; onRetry: () => void }) {
  const { notWritten: words } = useText().exchange;
  if (failure.code !== "internal") return <FailureNote failure={failure} onRetry={onRetry} />;
  return <Trouble title={words.title} advice={words.text} detail={failure.detail} onRetry={onRetry} />;
}
