import { useState } from "react";
import { call } from "../backend/call";
import type { NoteId } from "../backend/generated/NoteId";
import type { Template } from "../backend/generated/Template";
import { Button } from "../kit/Button";
import { Choice } from "../kit/Choice";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { Skeleton } from "../kit/Skeleton";
import { TextField } from "../kit/TextField";
import { useAction } from "../kit/use-action";
import { useWhile } from "../kit/use-while";
import { useLanguage, useText } from "../text/use-text";
import css from "./NewFromTemplate.module.css";
import { useNotes } from "./store";
import { values } from "./templates";

interface NewFromTemplateProps {
  /** The note it is to stand under. */
  parent: NoteId | null;
  onOpen: (note: NoteId) => void;
  onClose: () => void;
}

/** Makes a note that begins with what the agency, the agent or the program offers. */
export function NewFromTemplate({ parent, onOpen, onClose }: NewFromTemplateProps) {
  const { templates: words } = useText();
  const language = useLanguage();
  const agent = useNotes((state) => state.agent);
  const [chosen, setChosen] = useState<string | null>(null);
  const [title, setTitle] = useState("");
  const [participants, setParticipants] = useState("");
  const make = useAction();
  const { templates, failure } = useTemplates();
  const template = chosen ?? templates?.[0]?.id;
  const create = () => {
    if (template === undefined) return;
    const filled = values(language, { agent, participants, title, now: Date.now() });
    make.run(
      () => call("note_create_from", { template, language, title: title.trim() || null, parent, values: filled }),
      (note) => { onClose(); onOpen(note); },
    );
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={words.title}
      actions={<Button kind="primary" busy={make.busy} onPress={create} disabled={template === undefined} testId="template-make">{words.make}</Button>}
    >
      <div className={css.content}>
        {failure && <FailureNote failure={failure} />}
        {templates === null && failure === null && <Skeleton rows={3} />}
        {templates && <Templates templates={templates} chosen={template ?? ""} onChoose={setChosen} />}
        <TextField label={words.noteTitle} description={words.noteTitleHint} value={title} onChange={setTitle} maxLength={255} testId="template-title" />
        <TextField label={words.participants} description={words.participantsHint} value={participants} onChange={setParticipants} testId="template-participants" />
        {make.failure && <FailureNote failure={make.failure} onRetry={create} />}
      </div>
    </Dialog>
  );
}

interface TemplatesProps {
  templates: readonly Template[];
  chosen: string;
  onChoose: (id: string) => void;
}

function Templates({ templates, chosen, onChoose }: TemplatesProps) {
  const { notes, templates: words } = useText();
  const options = templates.map(({ id, title, origin }) => ({ id, label: title ?? notes.untitled, description: words.origins[origin] }));
  return (
    <div className={css.templates}>
      <Choice label={words.choose} rows value={chosen} onChange={onChoose} options={options} />
    </div>
  );
}

function useTemplates() {
  const language = useLanguage();
  const [templates, setTemplates] = useState<readonly Template[] | null>(null);
  const { failure, run } = useAction();
  useWhile(language, () => {
    run(() => call("templates_list", language), setTemplates);
    return () => { setTemplates(null); };
  });
  return { templates, failure };
}
