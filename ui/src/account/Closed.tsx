import { useState } from "react";
import type { Account } from "../backend/generated/Account";
import type { Trouble as Kept } from "../backend/generated/Trouble";
import { call } from "../backend/call";
import { Button } from "../kit/Button";
import { Confirm } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { Recover } from "./Recover";
import { Screen } from "./Screen";
import css from "./Screen.module.css";

interface ClosedProps {
  account: Extract<Account, { type: "closed" }>;
}

/** Whether starting over helps. Where waiting or unlocking does, it is not offered: it would only lose. */
const startOver: Record<Kept, boolean> = {
  keyringAbsent: false,
  keyringLocked: false,
  keyLost: true,
  corrupt: true,
  tooNew: false,
  notWritable: false,
  diskFull: false,
  inUse: false,
};

/** What keeps the desk closed, and what the agent can do about it. */
export function Closed({ account }: ClosedProps) {
  const { account: words } = useText();
  const { trouble, recoverable } = account;
  const [recovering, setRecovering] = useState(false);
  const [erasing, setErasing] = useState(false);
  const action = useAction();
  const recovers = recoverable && (trouble === "keyLost" || trouble === "keyringAbsent");
  if (recovering) return <Recover onBack={() => { setRecovering(false); }} />;
  const again = () => { action.run(() => call("account_open_again", null)); };
  return (
    <Screen title={words.troubles[trouble].title}>
      <p className={css.words} data-testid={`trouble-${trouble}`}>{trouble === "keyLost" && !recoverable ? words.closed.noRecoveryKey : words.troubles[trouble].advice}</p>
      <p className={css.host}>{account.account.agency.name}</p>
      {action.failure && <FailureNote failure={action.failure} />}
      <div className={css.actions}>
        {recovers && <Button kind="primary" testId="recovery-enter" onPress={() => { setRecovering(true); }}>{words.closed.recover}</Button>}
        <Button kind={recovers ? "normal" : "primary"} busy={action.busy} testId="open-again" onPress={again}>{words.troubles[trouble].again}</Button>
        <Button kind="quiet" onPress={() => { action.run(() => call("account_welcome", null)); }}>{words.closed.otherAgency}</Button>
        {startOver[trouble] && <Button kind="quiet" testId="start-over" onPress={() => { setErasing(true); }}>{words.closed.startOver}</Button>}
      </div>
      <Confirm
        open={erasing}
        title={words.closed.startOverTitle}
        confirm={words.closed.startOverConfirm}
        busy={action.busy}
        testId="start-over-confirm"
        onCancel={() => { setErasing(false); }}
        onConfirm={() => { setErasing(false); action.run(() => call("account_start_over", null)); }}
      >
        {words.closed.startOverLoss}
      </Confirm>
    </Screen>
  );
}
