import { Plus, Sparkles, X } from "lucide-react";
import { useState } from "react";
import { call } from "../backend/call";
import type { ConversationId } from "../backend/generated/ConversationId";
import type { NoteId } from "../backend/generated/NoteId";
import type { Turn } from "../backend/generated/Turn";
import { EmptyState } from "../kit/EmptyState";
import { FailureNote } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { Pane } from "../kit/Pane";
import { Skeleton } from "../kit/Skeleton";
import { useAction } from "../kit/use-action";
import { useWhile } from "../kit/use-while";
import { useText } from "../text/use-text";
import css from "./AssistantPane.module.css";
import { Composer } from "./Composer";
import { ConversationMenu } from "./ConversationMenu";
import { type CurrentNote, Sources } from "./Sources";
import { useAssistant } from "./store";
import { TurnView } from "./TurnView";

interface AssistantPaneProps {
  /** None: a new conversation, which is made when the first question is asked. */
  conversation: ConversationId | null;
  /** The note the agent is looking at: offered as a source. */
  current: CurrentNote | null;
  online: boolean;
  signedIn: boolean;
  onConversation: (conversation: ConversationId | null) => void;
  onNote: (note: NoteId) => void;
  onClose: () => void;
}

const none: readonly Turn[] = [];

/** A conversation with the agency's model, beside whatever is open. */
export function AssistantPane(props: AssistantPaneProps) {
  const { assistant: words } = useText();
  const { conversation, onConversation } = props;
  const opening = useAction();
  const open = (id: ConversationId) => {
    opening.run(() => call("conversation_open", id));
    return () => { call("conversation_close", id).catch(() => undefined); };
  };
  useWhile(conversation, open);
  const title = useAssistant((state) => (conversation === null ? null : (state.conversations[conversation]?.title ?? null)));
  return (
    <Pane
      kind="side"
      label={words.title}
      testId="assistant-pane"
      title={<h2>{title ?? words.title}</h2>}
      actions={
        <>
          <ConversationMenu conversation={conversation} onConversation={onConversation} />
          <IconButton label={words.fresh} icon={<Plus />} testId="assistant-new" onPress={() => { onConversation(null); }} />
          <IconButton label={words.close} icon={<X />} shortcut="Ctrl+J" testId="assistant-close" onPress={props.onClose} />
        </>
      }
    >
      {opening.failure && <div className={css.notice}><FailureNote failure={opening.failure} /></div>}
      <Conversation key={conversation} {...props} />
    </Pane>
  );
}

function Conversation({ conversation, current, online, signedIn, onConversation, onNote }: AssistantPaneProps) {
  const { assistant: words } = useText();
  const turns = useAssistant((state) => (conversation === null ? none : state.turns[conversation]));
  const [left, setLeft] = useState<readonly NoteId[]>([]);
  const [draft, setDraft] = useState("");
  const ask = useAction();
  const last = turns?.at(-1);
  const running = last?.state.type === "waiting" || last?.state.type === "streaming";
  const source = current !== null && !left.includes(current.id) ? current : null;
  const send = (text: string) => {
    if (text.trim() === "" || running) return;
    ask.run(
      () => call("assistant_ask", { conversation, text: text.trim(), sources: source ? [source.id] : [] }),
      (id) => { setDraft(""); if (id !== conversation) onConversation(id); },
    );
  };
  const stop = () => { if (conversation !== null) call("assistant_stop", conversation).catch(() => undefined); };
  const again = () => { if (conversation !== null) ask.run(() => call("assistant_regenerate", conversation)); };
  return (
    <>
      <div className={css.scroll}>
        <div className={css.turns}>
          {turns === undefined && <Skeleton />}
          {turns?.length === 0 && <Empty hasSource={source !== null} disabled={!online || !signedIn} onPick={setDraft} />}
          {turns?.map((turn) => <TurnView key={turn.id} turn={turn} onAgain={turn === last ? again : null} onNote={onNote} />)}
        </div>
      </div>
      <p className="visually-hidden" aria-live="polite">{last?.state.type === "done" && words.finished}{last?.state.type === "waiting" && words.thinking}</p>
      <div className={css.foot}>
        {ask.failure && <FailureNote failure={ask.failure} onRetry={() => { send(draft); }} />}
        {!signedIn ? <p className={css.quiet}>{words.signedOut}</p> : !online && <p className={css.quiet}>{words.offline}</p>}
        <Sources
          current={current}
          given={source !== null}
          onGive={(id) => { setLeft(left.filter((one) => one !== id)); }}
          onTake={(id) => { setLeft([...left, id]); }}
        />
        <Composer draft={draft} onDraft={setDraft} running={running} busy={ask.busy} onSend={send} onStop={stop} />
        <p className={css.quiet}>{words.check}</p>
      </div>
    </>
  );
}

function Empty({ hasSource, disabled, onPick }: { hasSource: boolean; disabled: boolean; onPick: (text: string) => void }) {
  const { assistant: words } = useText();
  return (
    <EmptyState icon={<Sparkles />} title={words.empty.title}>
      <span>{words.empty.advice}</span>
      {hasSource && !disabled && (
        <span className={css.suggestions}>
          {words.suggestions.map((text) => (
            <button key={text} type="button" className={css.suggestion} onClick={() => { onPick(text); }}>{text}</button>
          ))}
        </span>
      )}
    </EmptyState>
  );
}
