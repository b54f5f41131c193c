import { Check, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { call } from "../backend/call";
import type { NoteId } from "../backend/generated/NoteId";
import type { Thread } from "../backend/generated/Thread";
import { cx } from "../kit/cx";
import { Confirm } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { CommentComposer } from "./CommentComposer";
import css from "./CommentThread.module.css";
import { CommentView } from "./CommentView";

interface CommentThreadProps {
  note: NoteId;
  thread: Thread;
  /** The text it is about; none: the whole note, or text that is gone. */
  quote: string | null;
  /** Whether the agent may say something. */
  allowed: boolean;
  chosen: boolean;
  onChoose: () => void;
}

/** A conversation about a piece of the text. */
export function CommentThread({ note, thread, quote, allowed, chosen, onChoose }: CommentThreadProps) {
  const { comments: words } = useText();
  const act = useAction();
  const [asks, setAsks] = useState(false);
  const { id, comments, resolved, resolvable, deletable } = thread;
  const settle = () => { act.run(() => call("thread_resolve", { note, thread: id, resolved: !resolved })); };
  const remove = () => { act.run(() => call("thread_delete", { note, thread: id }), () => { setAsks(false); }); };
  const reply = (text: string) => call("thread_reply", { note, thread: id, text });
  const first = comments[0];
  return (
    <section className={cx(css.thread, chosen && css.chosen)} aria-label={words.thread(first ? (first.author ?? words.you) : words.someone)} data-testid="thread" data-chosen={chosen}>
      <header className={css.head}>
        {quote === null ? <p className={css.about}>{words.wholeNote}</p> : (
          <button type="button" className={css.quote} onClick={onChoose} aria-label={`${words.about}: ${quote}`}>{quote}</button>
        )}
        {resolvable && <IconButton label={resolved ? words.reopen : words.settle} icon={resolved ? <RotateCcw /> : <Check />} busy={act.busy} onPress={settle} testId="thread-settle" />}
        {deletable && <IconButton label={words.removeThread} icon={<Trash2 />} onPress={() => { setAsks(true); }} testId="thread-remove" />}
      </header>
      {act.failure && <FailureNote failure={act.failure} />}
      <ol className={css.comments}>
        {comments.map((comment) => <CommentView key={comment.key} at={{ note, thread: id, comment: comment.id }} comment={comment} allowed={allowed} />)}
      </ol>
      {allowed && !resolved && <CommentComposer draft={`${note} ${thread.key}`} label={words.reply} placeholder={words.replyPlaceholder} onSend={async (text) => { await reply(text); }} />}
      <Confirm open={asks} title={words.confirm.thread.title} confirm={words.remove} busy={act.busy} onConfirm={remove} onCancel={() => { setAsks(false); }} testId="thread-remove-yes">
        <p>{words.confirm.thread.text}</p>
      </Confirm>
    </section>
  );
}
