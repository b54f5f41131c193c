import type { Failure } from "../backend/generated/Failure";
import { FailureNote, Trouble } from "../kit/FailureNote";
import { useText } from "../text/use-text";

/** What went wrong with sharing, where it went wrong. */
export function ShareFailure({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const { sharing: words } = useText();
  const own = words.failures[failure.code];
  const again = onRetry && { onRetry };
  return own === undefined ? <FailureNote failure={failure} {...again} /> : <Trouble {...own} detail={failure.detail} {...again} />;
}
