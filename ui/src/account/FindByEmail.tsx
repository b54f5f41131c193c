import { useState } from "react";
import { Form } from "react-aria-components";
import { call } from "../backend/call";
import { Button } from "../kit/Button";
import { FailureNote, Trouble } from "../kit/FailureNote";
import { TextField } from "../kit/TextField";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import css from "./Screen.module.css";

/** Finds the agency by the part of an e-mail address after the @. */
export function FindByEmail({ onFound }: { onFound: () => void }) {
  const { welcome } = useText().account;
  const [email, setEmail] = useState("");
  const [checked, setChecked] = useState(false);
  const search = useAction();
  const valid = /^\S+@[^\s@]+\.[^\s@]+$/.test(email.trim());
  const find = () => {
    setChecked(true);
    if (valid) search.run(() => call("profile_find", { email: email.trim() }), onFound);
  };
  return (
    <Form className={css.form ?? ""} validationBehavior="aria" onSubmit={(event) => { event.preventDefault(); find(); }}>
      <TextField
        label={welcome.email}
        description={welcome.emailHint}
        value={email}
        onChange={(next) => { setEmail(next); setChecked(false); search.forget(); }}
        error={checked && !valid ? welcome.emailInvalid : null}
        type="text"
        autoComplete="email"
        autoFocus
        testId="agency-email"
      />
      <Found failure={search.failure} retry={find} />
      <Button type="submit" kind="primary" busy={search.busy} testId="agency-find">{welcome.find}</Button>
    </Form>
  );
}

function Found({ failure, retry }: { failure: ReturnType<typeof useAction>["failure"]; retry: () => void }) {
  const { welcome } = useText().account;
  if (!failure) return null;
  switch (failure.code) {
    case "missing":
      return <Trouble title={welcome.notFound} advice={welcome.notFoundAdvice} detail={failure.detail} />;
    case "offline":
      return <Trouble title={welcome.noAnswer} advice={welcome.noAnswerAdvice} detail={failure.detail} onRetry={retry} />;
    default:
      return <FailureNote failure={failure} onRetry={retry} />;
  }
}
