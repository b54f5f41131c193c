import { FileInput } from "lucide-react";
import { useState } from "react";
import { FileTrigger } from "react-aria-components";
import type { Failure } from "../backend/generated/Failure";
import type { NoteId } from "../backend/generated/NoteId";
import { toFailure } from "../backend/call";
import { importFile } from "../backend/media";
import { Dialog } from "../kit/Dialog";
import { FailureNote, Trouble } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import css from "./ImportNotes.module.css";

const KINDS = [".docx", ".odt", ".md", ".markdown", ".html", ".htm", ".txt", ".zip"];

interface Failed {
  name: string;
  failure: Failure;
}

/** Makes notes of files of other programs and of packed notes, and opens the last of them. */
export function ImportNotes({ onOpen }: { onOpen: (note: NoteId) => void }) {
  const { exchange: words } = useText();
  const action = useAction();
  const [failed, setFailed] = useState<readonly Failed[]>([]);
  const read = async (files: readonly File[]) => {
    const wrong: Failed[] = [];
    for (const file of files) {
      try {
        onOpen(await importFile(file));
      } catch (error) {
        wrong.push({ name: file.name, failure: toFailure(error) });
      }
    }
    setFailed(wrong);
  };
  return (
    <>
      <FileTrigger acceptedFileTypes={KINDS} allowsMultiple onSelect={(files) => { if (files) action.run(() => read([...files])); }}>
        <IconButton label={words.read} icon={<FileInput />} busy={action.busy} testId="notes-import" />
      </FileTrigger>
      <Dialog open={failed.length > 0} onClose={() => { setFailed([]); }} title={words.notRead}>
        {failed.map(({ name, failure }) => (
          <section key={name} className={css.file}>
            <h3>{name}</h3>
            <NotRead failure={failure} />
          </section>
        ))}
      </Dialog>
    </>
  );
}

function NotRead({ failure }: { failure: Failure }) {
  const { unreadable: words } = useText().exchange;
  if (failure.code !== "invalid") return <FailureNote failure={failure} />;
  return <Trouble title={words.title} advice={words.text} detail={failure.detail} />;
}
