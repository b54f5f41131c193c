import { FileText } from "lucide-react";
import { useRef, useState } from "react";
import { call } from "../backend/call";
import type { NoteId } from "../backend/generated/NoteId";
import { Button } from "../kit/Button";
import { useChange } from "../kit/use-change";
import { useWhile } from "../kit/use-while";
import { useText } from "../text/use-text";
import css from "./NoteLinking.module.css";
import { useNotes } from "./store";

interface NoteLinkingProps {
  note: NoteId;
  onOpen: (note: NoteId) => void;
}

/** The notes that link to the open one, under its text. Nothing is said where there are none. One for each note. */
export function NoteLinking({ note, onOpen }: NoteLinkingProps) {
  const { notes: words } = useText();
  const notes = useNotes((state) => state.notes);
  const linking = useLinking(note).filter((id) => id in notes);
  if (linking.length === 0) return null;
  return (
    <nav className={css.linking} aria-labelledby="note-linking" data-testid="note-linking">
      <h2 id="note-linking" className={css.heading}>{words.linking}</h2>
      <ul className={css.notes}>
        {linking.map((id) => (
          <li key={id}>
            <Button kind="quiet" icon={<FileText />} onPress={() => { onOpen(id); }}>{notes[id]?.title ?? words.untitled}</Button>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Asked when the note is opened, and anew when another one has changed. It is an aside: that it failed is not told. */
function useLinking(note: NoteId): readonly NoteId[] {
  const [linking, setLinking] = useState<readonly NoteId[]>([]);
  const newest = useNotes((state) => Object.values(state.notes).reduce((newest, { id, updated }) => (id === note ? newest : Math.max(newest, updated)), 0));
  const state = useRef({ asking: false, again: false });
  // One question at a time: while notes come in by the thousand, each of them would ask.
  const ask = () => {
    const { current } = state;
    current.again = current.asking;
    if (current.asking) return;
    current.asking = true;
    const answered = (found: readonly NoteId[]) => {
      current.asking = false;
      setLinking(found);
      if (current.again) ask();
    };
    call("note_linking", note).then(answered, () => { answered([]); });
  };
  useWhile(note, () => {
    ask();
    return () => undefined;
  });
  useChange(newest.toString(), ask);
  return linking;
}
