import { TriangleAlert } from "lucide-react";
import type { Failure } from "../backend/generated/Failure";
import { useText } from "../text/use-text";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import css from "./FailureNote.module.css";

interface FailureNoteProps {
  failure: Failure;
  /** Without it there is nothing to try again. */
  onRetry?: () => void;
}

/** What went wrong, where it went wrong. */
export function FailureNote({ failure, onRetry }: FailureNoteProps) {
  const { kit } = useText();
  const { title, advice } = kit.failures[failure.code];
  return <Trouble title={title} advice={advice} detail={failure.detail} {...(onRetry && { onRetry })} />;
}

interface TroubleProps {
  title: string;
  advice: string;
  detail?: string;
  onRetry?: () => void;
  retryLabel?: string;
}

/** The same note with words of the feature's own. */
export function Trouble({ title, advice, detail, onRetry, retryLabel }: TroubleProps) {
  const { kit } = useText();
  return (
    <div className={css.note} role="alert">
      <TriangleAlert className={css.icon} aria-hidden />
      <div className={css.words}>
        <p className={css.title}>{title}</p>
        <p>{advice}</p>
        {(onRetry ?? detail) && (
          <div className={css.actions}>
            {onRetry && <Button onPress={onRetry}>{retryLabel ?? kit.tryAgain}</Button>}
            {detail && <CopyButton text={detail} label={kit.copyDetails} />}
          </div>
        )}
      </div>
    </div>
  );
}
