import type { Failure } from "../backend/generated/Failure";
import { Button } from "../kit/Button";
import { FailureNote, Trouble } from "../kit/FailureNote";
import { useText } from "../text/use-text";
import css from "./GivenNote.module.css";

/** What came of a file that was given to the note, or taken from it. */
export type Given =
  | { type: "saved"; path: string }
  | { type: "failed"; failure: Failure }
  | { type: "notTaken"; failure: Failure };

/** Says it until it is hidden. */
export function GivenNote({ given, onHide }: { given: Given | null; onHide: () => void }) {
  const { files: words } = useText();
  if (given === null) return null;
  return (
    <div className={css.given}>
      {given.type === "saved" && <p role="status" data-testid="file-saved">{words.saved(given.path)}</p>}
      {given.type === "failed" && <FailureNote failure={given.failure} />}
      {given.type === "notTaken" && <Trouble title={words.notTaken} advice={words.notTakenAdvice} detail={given.failure.detail} />}
      <Button kind="quiet" onPress={onHide}>{words.hide}</Button>
    </div>
  );
}
