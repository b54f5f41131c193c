import { useState } from "react";
import { call } from "../backend/call";
import type { Verification } from "../backend/generated/Verification";
import type { VerificationAct } from "../backend/generated/VerificationAct";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { unreachable } from "../kit/unreachable";
import { useAction } from "../kit/use-action";
import type { ChatText } from "../text/en/chat";
import { useText } from "../text/use-text";
import { useChat } from "./store";
import css from "./VerificationDialog.module.css";

/** A comparison of seven pictures, wherever the agent is looking when it is asked for. */
export function VerificationDialog() {
  const verification = useChat((state) => state.verification);
  const [closed, setClosed] = useState<string | null>(null);
  if (verification === null || verification.id === closed) return null;
  return <Comparison key={verification.id} verification={verification} onClosed={() => { setClosed(verification.id); }} />;
}

function Comparison({ verification, onClosed }: { verification: Verification; onClosed: () => void }) {
  const { chat, kit } = useText();
  const words = chat.verification;
  const answer = useAction();
  const { id, step } = verification;
  const over = step.type === "done" || step.type === "cancelled";
  const act = (type: Exclude<VerificationAct["type"], "ask">) => { answer.run(() => call("verification_act", { type, id })); };
  const close = () => {
    // The comparison ends for both sides, whether or not the other side hears of it at once.
    if (!over) act("cancel");
    onClosed();
  };
  const actions = (
    <>
      {step.type === "asked" && (
        <>
          <Button onPress={close}>{kit.cancel}</Button>
          <Button kind="primary" onPress={() => { act("accept"); }} busy={answer.busy} testId="verification-accept">{words.accept}</Button>
        </>
      )}
      {step.type === "comparing" && (
        <>
          <Button kind="danger" onPress={() => { act("differ"); }} testId="verification-differ">{words.differ}</Button>
          <Button kind="primary" onPress={() => { act("confirm"); }} busy={answer.busy} testId="verification-match">{words.match}</Button>
        </>
      )}
      {(step.type === "waiting" || step.type === "confirmed") && <Button onPress={close}>{kit.cancel}</Button>}
      {over && <Button kind="primary" onPress={close} testId="verification-close">{kit.close}</Button>}
    </>
  );
  return (
    <Dialog open onClose={close} title={words.title} actions={actions}>
      <p role="status">{sentence(verification, words)}</p>
      {step.type === "comparing" && (
        <ol className={css.pictures}>
          {step.emoji.map((emoji, index) => (
            <li key={`${index.toString()}-${emoji.name}`} className={css.picture}>
              <span className={css.symbol} aria-hidden>{emoji.symbol}</span>
              <span className={css.name}>{emoji.name}</span>
            </li>
          ))}
        </ol>
      )}
      {answer.failure && <FailureNote failure={answer.failure} />}
    </Dialog>
  );
}

function sentence({ step, ownDevice, other }: Verification, words: ChatText["verification"]): string {
  switch (step.type) {
    case "asked":
      return ownDevice ? words.askedDevice : words.asked(other.name);
    case "waiting":
      return words.waiting;
    case "comparing":
      return words.compare;
    case "confirmed":
      return words.confirmed;
    case "done":
      return words.done;
    case "cancelled":
      return step.mismatch ? words.mismatch : words.cancelled;
    default:
      return unreachable(step);
  }
}
