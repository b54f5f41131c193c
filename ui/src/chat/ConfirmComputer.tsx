import { type FormEvent, useState } from "react";
import { call } from "../backend/call";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { TextField } from "../kit/TextField";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import css from "./ConfirmComputer.module.css";

/** Confirms this computer: with the recovery key, or by comparing pictures with another device. */
export function ConfirmComputer({ onClose }: { onClose: () => void }) {
  const { chat } = useText();
  const words = chat.encryption;
  const recover = useAction();
  const ask = useAction();
  const [key, setKey] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() === "") return;
    recover.run(() => call("encryption_recover", { key: key.trim() }), onClose);
  };
  const compare = () => { ask.run(() => call("verification_act", { type: "ask" }), onClose); };
  const wrong = recover.failure?.code === "invalid" ? words.keyWrong : null;
  return (
    <Dialog open onClose={onClose} title={words.confirmTitle}>
      <p>{words.confirmText}</p>
      <form className={css.way} onSubmit={submit}>
        <TextField label={words.byKey} value={key} onChange={setKey} error={wrong} mono autoFocus autoComplete="off" testId="recovery-enter" />
        <Button kind="primary" type="submit" busy={recover.busy} disabled={key.trim() === ""} testId="recovery-confirm">{words.byKeyAction}</Button>
        {recover.failure && wrong === null && <FailureNote failure={recover.failure} />}
      </form>
      <section className={css.way}>
        <h3>{words.byDevice}</h3>
        <p>{words.byDeviceText}</p>
        <Button onPress={compare} busy={ask.busy} testId="verification-ask">{words.byDeviceAction}</Button>
        {ask.failure && <FailureNote failure={ask.failure} />}
      </section>
    </Dialog>
  );
}
