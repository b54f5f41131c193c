import type { Failure } from "../backend/generated/Failure";
import { FailureNote } from "../kit/FailureNote";
import { LanguageContext, systemLanguage } from "../text/use-text";
import css from "./Guarded.module.css";

/** The window without the suite behind it: nothing can be shown, and that is said. */
export function NoBridge({ failure }: { failure: Failure }) {
  return (
    <LanguageContext value={systemLanguage(navigator.languages)}>
      <main className={css.crash}><FailureNote failure={failure} onRetry={() => { location.reload(); }} /></main>
    </LanguageContext>
  );
}
