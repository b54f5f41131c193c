import { useState } from "react";
import { call } from "../backend/call";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { FailureNote } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import css from "./RecoveryKey.module.css";

/** Makes a recovery key and shows it once. It is never stored in the window. */
export function RecoveryKey({ made }: { made: boolean }) {
  const { recoveryKey } = useText().account;
  const [key, setKey] = useState<string | null>(null);
  const action = useAction();
  const make = () => { action.run(() => call("account_recovery_key", null), (reply) => { setKey(reply.key); }); };
  return (
    <section className={css.recovery}>
      <p>{recoveryKey.advice}</p>
      {key === null ? (
        <>
          <p className={css.quiet}>{made ? recoveryKey.made : recoveryKey.none}</p>
          {action.failure && <FailureNote failure={action.failure} onRetry={make} />}
          <Button busy={action.busy} testId="recovery-make" onPress={make}>{made ? recoveryKey.makeNew : recoveryKey.make}</Button>
        </>
      ) : (
        <>
          <p role="status">{recoveryKey.shown}</p>
          <code className={css.key} data-testid="recovery-key">{key}</code>
          <div className={css.actions}>
            <Button kind="primary" testId="recovery-written" onPress={() => { setKey(null); }}>{recoveryKey.written}</Button>
            <CopyButton text={key} label={recoveryKey.copy} />
          </div>
        </>
      )}
    </section>
  );
}
