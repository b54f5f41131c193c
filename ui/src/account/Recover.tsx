import { useState } from "react";
import { Form } from "react-aria-components";
import { call } from "../backend/call";
import { Button } from "../kit/Button";
import { FailureNote, Trouble } from "../kit/FailureNote";
import { TextField } from "../kit/TextField";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { Screen } from "./Screen";
import css from "./Screen.module.css";

/** Opens the desk with the key that was written down. */
export function Recover({ onBack }: { onBack: () => void }) {
  const { account, kit } = useText();
  const { recover } = account;
  const [key, setKey] = useState("");
  const action = useAction();
  const open = () => { if (key.trim() !== "") action.run(() => call("account_recover", { key })); };
  const wrong = action.failure?.code === "invalid" || action.failure?.code === "forbidden";
  return (
    <Screen title={recover.title}>
      <p className={css.words}>{recover.advice}</p>
      <Form className={css.form ?? ""} validationBehavior="aria" onSubmit={(event) => { event.preventDefault(); open(); }}>
        <TextField label={recover.label} value={key} onChange={(next) => { setKey(next); action.forget(); }} rows={2} mono autoFocus autoComplete="off" testId="recovery-input" />
        {action.failure && (wrong
          ? <Trouble title={recover.wrong} advice={recover.wrongAdvice} />
          : <FailureNote failure={action.failure} onRetry={open} />)}
        <div className={css.actions}>
          <Button type="submit" kind="primary" busy={action.busy} testId="recovery-open">{recover.open}</Button>
          <Button kind="quiet" onPress={onBack}>{kit.back}</Button>
        </div>
      </Form>
    </Screen>
  );
}
