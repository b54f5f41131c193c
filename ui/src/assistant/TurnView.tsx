import { FileText, RefreshCw } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import type { AnswerState } from "../backend/generated/AnswerState";
import type { NoteId } from "../backend/generated/NoteId";
import type { SourceLabel } from "../backend/generated/SourceLabel";
import type { Turn } from "../backend/generated/Turn";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { Trouble } from "../kit/FailureNote";
import { clock } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import { Markdown } from "./Markdown";
import css from "./TurnView.module.css";

interface TurnViewProps {
  turn: Turn;
  /** Asks for the answer anew; only the last one can be. */
  onAgain: (() => void) | null;
  onNote: (note: NoteId) => void;
}

/** A question, what was given with it, and the answer as far as it is. */
export function TurnView({ turn, onAgain, onNote }: TurnViewProps) {
  const { assistant: words } = useText();
  const { state } = turn;
  const running = state.type === "waiting" || state.type === "streaming";
  return (
    <article className={css.turn}>
      <div className={css.question}>
        <span className="visually-hidden">{words.you}: </span>
        {turn.question}
      </div>
      {turn.sources.length > 0 && (
        <ul className={css.sources} aria-label={words.sources}>
          {turn.sources.map((source) => <Source key={source.note} source={source} onNote={onNote} />)}
        </ul>
      )}
      <div className={css.answer} aria-label={words.answer} role="group" aria-busy={running} data-testid="assistant-answer" data-state={state.type}>
        {turn.answer !== "" && <Markdown text={turn.answer} />}
        {state.type === "waiting" && <span className={css.waiting} role="img" aria-label={words.thinking}><i /><i /><i /></span>}
        {state.type === "stopped" && <p className={css.quiet}>{words.stopped}</p>}
        {state.type === "failed" && <Failed state={state} onAgain={onAgain} />}
      </div>
      {!running && state.type !== "failed" && (
        <div className={css.actions}>
          {turn.answer !== "" && <CopyButton text={turn.answer} label={words.copy} />}
          {onAgain && <Button kind="quiet" icon={<RefreshCw />} testId="assistant-again" onPress={onAgain}>{words.again}</Button>}
        </div>
      )}
    </article>
  );
}

function Failed({ state, onAgain }: { state: Extract<AnswerState, { type: "failed" }>; onAgain: (() => void) | null }) {
  const { assistant: words } = useText();
  const language = useLanguage();
  const { title, advice } = words.failures[state.why.type];
  const when = state.why.type === "quota" && state.why.retryAt !== null ? ` ${words.retryAt(clock(language, state.why.retryAt))}` : "";
  return <Trouble title={title} advice={advice + when} {...(onAgain && { onRetry: onAgain, retryLabel: words.again })} />;
}

function Source({ source, onNote }: { source: SourceLabel; onNote: (note: NoteId) => void }) {
  const { assistant: words } = useText();
  const title = source.title ?? words.untitledNote;
  return (
    <li>
      <AriaButton className={css.source ?? ""} aria-label={words.openSource(title)} onPress={() => { onNote(source.note); }}>
        <FileText aria-hidden />
        <span className={css.title}>{title}</span>
      </AriaButton>
      {source.cut && <span className={css.quiet}>{words.cut}</span>}
    </li>
  );
}
