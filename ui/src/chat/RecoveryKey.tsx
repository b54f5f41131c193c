import { useState } from "react";
import { call } from "../backend/call";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import css from "./RecoveryKey.module.css";

/** Makes the recovery key of the messages and shows it once. It is nowhere but in this dialog. */
export function RecoveryKey({ onClose }: { onClose: () => void }) {
  const { chat, kit } = useText();
  const words = chat.encryption;
  const make = useAction();
  const [key, setKey] = useState<string | null>(null);
  const start = () => { make.run(() => call("encryption_recovery_key", null), (shown) => { setKey(shown.key); }); };
  const actions =
    key === null ? (
      <>
        <Button onPress={onClose}>{kit.cancel}</Button>
        <Button kind="primary" onPress={start} busy={make.busy} testId="recovery-make">{words.makeKey}</Button>
      </>
    ) : (
      <>
        <CopyButton text={key} label={words.copy} />
        <Button kind="primary" onPress={onClose} testId="recovery-stored">{words.stored}</Button>
      </>
    );
  return (
    // Once the key is shown, only the agent's word closes the dialog.
    <Dialog open onClose={onClose} title={words.keyTitle} alert={key !== null} actions={actions}>
      <p>{words.keyText}</p>
      {key !== null && <output className={css.key} aria-label={words.keyLabel} data-testid="recovery-key">{key}</output>}
      {make.failure && <FailureNote failure={make.failure} />}
    </Dialog>
  );
}
