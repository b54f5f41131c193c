import { useState } from "react";
import { call } from "../backend/call";
import type { NotesPacked } from "../backend/generated/NotesPacked";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { ArchiveProgress } from "./ArchiveProgress";
import css from "./ExportNote.module.css";

interface PackNotesProps {
  /** The note that is packed with all that is under it; all notes without one. */
  note: NoteSummary | null;
  onClose: () => void;
}

/** Packs notes as one ZIP that can be taken back. */
export function PackNotes({ note, onClose }: PackNotesProps) {
  const { notes, exchange: words, kit } = useText();
  const [packed, setPacked] = useState<NotesPacked | null>(null);
  const action = useAction();
  const title = note?.title ?? notes.untitled;
  const name = `${note === null ? notes.heading : title} ${new Date().toISOString().slice(0, 10)}`;
  const pack = () => { action.run(() => call("notes_pack", { note: note?.id ?? null, name }), setPacked); };
  return (
    <Dialog
      open
      onClose={onClose}
      title={note === null ? words.packAllTitle : words.packTitle(title)}
      actions={packed === null
        ? <Button kind="primary" busy={action.busy} onPress={pack} testId="pack-write">{words.write}</Button>
        : <Button kind="primary" onPress={onClose}>{kit.close}</Button>}
    >
      <div className={css.content}>
        <p>{words.packText}</p>
        <p className={css.hint}>{words.unsealed}</p>
        {action.busy && <ArchiveProgress />}
        {packed && <Result packed={packed} />}
        {action.failure && <FailureNote failure={action.failure} onRetry={pack} />}
      </div>
    </Dialog>
  );
}

function Result({ packed }: { packed: NotesPacked }) {
  const { exchange: words } = useText();
  return (
    <div role="status" data-testid="pack-saved">
      <p>{words.saved(packed.path)}</p>
      <p>{words.packed(packed.notes)}</p>
      {packed.withoutText > 0 && <p>{words.withoutText(packed.withoutText)}</p>}
      {packed.missingFiles > 0 && <p>{words.missingFiles(packed.missingFiles)}</p>}
    </div>
  );
}
