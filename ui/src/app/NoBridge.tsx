import type { Failure } from "../backend/generated/Failure";
import { CopyButton } from "../kit/CopyButton";
import { FailureNote } from "../kit/FailureNote";
import { LanguageContext, systemLanguage, useText } from "../text/use-text";
import css from "./NoBridge.module.css";

/** The window without the suite behind it: nothing can be shown, and that is said. */
export function NoBridge({ failure }: { failure: Failure }) {
  return (
    <LanguageContext value={systemLanguage(navigator.languages)}>
      <main className={css.screen}>
        {failure.code === "misconfigured"
          ? <Misconfigured detail={failure.detail} />
          : <FailureNote failure={failure} onRetry={() => { location.reload(); }} />}
      </main>
    </LanguageContext>
  );
}

/** Trying again helps nobody here: the file has to be corrected, so what is wrong with it stands on the screen. */
function Misconfigured({ detail }: { detail: string }) {
  const { kit } = useText();
  const { title, advice } = kit.failures.misconfigured;
  return (
    <div className={css.card} role="alert" data-testid="misconfigured">
      <h1>{title}</h1>
      <p className={css.advice}>{advice}</p>
      <pre className={css.detail}>{detail}</pre>
      <div><CopyButton text={detail} label={kit.copyDetails} /></div>
    </div>
  );
}
