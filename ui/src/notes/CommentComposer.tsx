import { type KeyboardEvent, useState } from "react";
import { Button } from "../kit/Button";
import { Trouble } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import css from "./CommentComposer.module.css";

/** What was begun and not sent. It outlives the composer, so that looking elsewhere loses nothing. */
const drafts = new Map<string, string>();

interface CommentComposerProps {
  /** Under which name what is begun is kept. */
  draft: string;
  /** What stands in it at first. */
  text?: string;
  label: string;
  placeholder: string;
  /** On its button; "Send" without. */
  action?: string;
  autoFocus?: boolean;
  /** Returns when it is on disk. */
  onSend: (text: string) => Promise<void>;
  /** Without it there is no way back, and no button for it. */
  onCancel?: () => void;
}

/** Where a comment is written. It leaves the field only when it is on disk. */
export function CommentComposer({ draft, text: first = "", label, placeholder, action, autoFocus = false, onSend, onCancel }: CommentComposerProps) {
  const { comments: words } = useText();
  const send = useAction();
  const [text, setText] = useState(() => drafts.get(draft) ?? first);
  const write = (next: string) => {
    if (next === "") drafts.delete(draft);
    else drafts.set(draft, next);
    setText(next);
  };
  const submit = () => {
    if (text.trim() === "") return;
    send.run(() => onSend(text.trim()), () => { write(""); });
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Escape" && onCancel) {
      event.stopPropagation();
      onCancel();
    }
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  };
  return (
    <div className={css.composer}>
      {send.failure && <Trouble title={words.notDone} advice="" detail={send.failure.detail} onRetry={submit} />}
      <textarea
        className={css.field}
        rows={1}
        aria-label={label}
        placeholder={placeholder}
        value={text}
        autoFocus={autoFocus}
        onChange={(event) => { write(event.currentTarget.value); }}
        onKeyDown={keys}
        data-testid="comment-input"
      />
      {(text.trim() !== "" || onCancel) && (
        <div className={css.actions}>
          {onCancel && <Button kind="quiet" onPress={onCancel}>{words.cancel}</Button>}
          <Button kind="primary" busy={send.busy} disabled={text.trim() === ""} onPress={submit} testId="comment-send">{action ?? words.send}</Button>
        </div>
      )}
    </div>
  );
}
