import { call } from "../backend/call";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import type { Upload } from "../backend/generated/Upload";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { size } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import css from "./NoteUploads.module.css";

/** The files of a note that the server does not have. Nothing when it has them all. */
export function NoteUploads({ note }: { note: NoteSummary }) {
  const { files: words } = useText();
  if (note.uploads.length === 0) return null;
  return (
    <section className={css.uploads} aria-label={words.label} data-testid="note-uploads">
      <h2>{words.label}</h2>
      <ul>
        {note.uploads.map((upload) => <Waiting key={upload.file} note={note} upload={upload} />)}
      </ul>
    </section>
  );
}

function Waiting({ note, upload }: { note: NoteSummary; upload: Upload }) {
  const { files: words } = useText();
  const language = useLanguage();
  const action = useAction();
  const { progress, name, file } = upload;
  const which = { note: note.id, file };
  return (
    <li className={css.upload} data-progress={progress.type}>
      <span className={css.name}>{name}</span>
      <span className={css.size}>{size(language, upload.size)}</span>
      {progress.type === "sending" && <progress max={100} value={progress.percent} aria-label={words.sendingOf(name)} />}
      <span className={css.state}>{stateOf(upload, words)}</span>
      {progress.type === "refused" && (
        <span className={css.actions}>
          <Button onPress={() => { action.run(() => call("file_send_again", which)); }} busy={action.busy}>{words.again}</Button>
          <Button kind="quiet" onPress={() => { action.run(() => call("file_give_up", which)); }} busy={action.busy}>{words.giveUp}</Button>
        </span>
      )}
      {action.failure && <FailureNote failure={action.failure} />}
    </li>
  );
}

type Words = ReturnType<typeof useText>["files"];

function stateOf({ progress }: Upload, words: Words): string {
  return progress.type === "refused" ? words.refused[progress.why] : words.state[progress.type];
}
