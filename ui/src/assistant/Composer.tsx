import { ArrowUp, Square } from "lucide-react";
import { TextArea, TextField } from "react-aria-components";
import { IconButton } from "../kit/IconButton";
import { useText } from "../text/use-text";
import css from "./Composer.module.css";

interface ComposerProps {
  draft: string;
  onDraft: (text: string) => void;
  /** An answer is under way: it can be stopped, and nothing else be asked. */
  running: boolean;
  busy: boolean;
  onSend: (text: string) => void;
  onStop: () => void;
}

/** Where the question is written. Enter sends, Shift+Enter makes a line. What is typed stays until it was taken. */
export function Composer({ draft, onDraft, running, busy, onSend, onStop }: ComposerProps) {
  const { assistant: words } = useText();
  return (
    <div className={css.composer}>
      <TextField aria-label={words.input} value={draft} onChange={onDraft} className={css.field ?? ""}>
        <TextArea
          className={css.input ?? ""}
          rows={2}
          placeholder={words.placeholder}
          data-testid="assistant-input"
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            onSend(draft);
          }}
        />
      </TextField>
      {running ? (
        <IconButton label={words.stop} icon={<Square />} placement="top" testId="assistant-stop" onPress={onStop} />
      ) : (
        <IconButton label={words.send} icon={<ArrowUp />} placement="top" shortcut="Enter" disabled={draft.trim() === "" || busy} testId="assistant-send" onPress={() => { onSend(draft); }} />
      )}
    </div>
  );
}
