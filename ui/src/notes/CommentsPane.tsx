import { MessageSquarePlus, MessageSquareText, X } from "lucide-react";
import { useStore } from "zustand";
import { call } from "../backend/call";
import type { NoteId } from "../backend/generated/NoteId";
import type { Thread } from "../backend/generated/Thread";
import { EmptyState } from "../kit/EmptyState";
import { IconButton } from "../kit/IconButton";
import { Pane } from "../kit/Pane";
import { Skeleton } from "../kit/Skeleton";
import { useText } from "../text/use-text";
import { CommentComposer } from "./CommentComposer";
import css from "./CommentsPane.module.css";
import { CommentThread } from "./CommentThread";
import { choose, type Replica, talkAbout, useReplica } from "./replica";
import { type Said, useNotes } from "./store";

/** What is said about the open note, beside it. All of it works without a network and is sent later. */
export function CommentsPane({ note, onClose }: { note: NoteId; onClose: () => void }) {
  const { comments: words } = useText();
  const replica = useReplica(note);
  const said = useNotes((state) => state.said[note]);
  const begin = replica && said?.allowed && (
    <IconButton label={words.wholeNote} icon={<MessageSquarePlus />} testId="comments-new" onPress={() => { talkAbout(replica, null); }} />
  );
  return (
    <Pane
      kind="side"
      label={words.title}
      testId="comments-pane"
      title={<h2>{words.title}</h2>}
      actions={<>{begin}<IconButton label={words.close} icon={<X />} testId="comments-close" onPress={onClose} /></>}
    >
      {replica && said ? <Content replica={replica} said={said} /> : <Skeleton rows={6} />}
    </Pane>
  );
}

function Content({ replica, said: { threads, allowed, complete } }: { replica: Replica; said: Said }) {
  const { comments: words } = useText();
  const online = useNotes((state) => state.online);
  const { chosen, draft, places } = useStore(replica.state, ({ talk }) => talk);
  const open = inOrder(threads.filter((thread) => !thread.resolved), places);
  const settled = threads.filter((thread) => thread.resolved);
  const waits = threads.length === 0 && !complete && allowed;
  const list = (shown: readonly Thread[]) => shown.map((thread) => (
    <CommentThread
      key={thread.key}
      note={replica.note}
      thread={thread}
      quote={places.get(thread.id) ?? thread.anchor?.quote ?? null}
      allowed={allowed}
      chosen={thread.key === chosen}
      onChoose={() => { look(replica, thread); }}
    />
  ));
  if (!allowed && threads.length === 0) return <EmptyState icon={<MessageSquareText />} title={words.notAllowed.title} testId="comments-not-allowed">{words.notAllowed.text}</EmptyState>;
  return (
    <div className={css.content}>
      {!online && !complete && <p className={css.stale}>{words.stale}</p>}
      {draft && <Draft replica={replica} quote={draft.anchor?.quote ?? null} />}
      {waits && online && !draft && <Skeleton rows={6} />}
      {!waits && threads.length === 0 && !draft && <EmptyState icon={<MessageSquareText />} title={words.empty.title} testId="comments-empty">{words.empty.text}</EmptyState>}
      {open.length === 0 && settled.length > 0 && !draft && <EmptyState title={words.allSettled.title}>{words.allSettled.text}</EmptyState>}
      {list(open)}
      {settled.length > 0 && (
        <details className={css.settled} data-testid="comments-settled">
          <summary>{words.settled(settled.length)}</summary>
          {list(settled)}
        </details>
      )}
    </div>
  );
}

function Draft({ replica, quote }: { replica: Replica; quote: string | null }) {
  const { comments: words } = useText();
  const end = () => { talkAbout(replica, undefined); };
  const start = async (text: string) => {
    const anchor = replica.state.getState().talk.draft?.anchor ?? null;
    const thread = await call("thread_start", { note: replica.note, text, anchor });
    choose(replica, thread);
  };
  return (
    <section className={css.draft} aria-label={words.write} data-testid="comment-draft">
      {quote === null ? <p className={css.about}>{words.wholeNote}</p> : <blockquote className={css.quote}>{quote}</blockquote>}
      <CommentComposer draft={`${replica.note} new`} label={words.write} placeholder={words.writePlaceholder} onSend={start} onCancel={end} autoFocus />
    </section>
  );
}

/** From the top of the text; what belongs to none of it comes first, newest first. */
function inOrder(threads: readonly Thread[], places: ReadonlyMap<string, string>): Thread[] {
  const order = new Map([...places.keys()].map((thread, index) => [thread, index]));
  const at = (thread: Thread) => order.get(thread.id) ?? -1;
  return threads.toSorted((a, b) => at(a) - at(b));
}

/** Looks at a thread, and brings its piece of the text into view. */
function look(replica: Replica, { id, key }: Thread): void {
  choose(replica, key);
  const drawn = document.querySelector(`[data-testid="note-editor"] [data-thread="${CSS.escape(id)}"]`);
  drawn?.scrollIntoView({ block: "center", behavior: "instant" });
}
