import { Button as AriaButton } from "react-aria-components";
import type { Account } from "../backend/generated/Account";
import type { Place } from "../backend/generated/Place";
import type { Waiting } from "../backend/generated/Waiting";
import { call } from "../backend/call";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { StatusIcon } from "../kit/StatusIcon";
import { useAction } from "../kit/use-action";
import { since } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import css from "./Outbox.module.css";
import { isStuck } from "./status";
import { useDesk } from "./store";

interface OutboxProps {
  account: Extract<Account, { type: "open" }>;
  now: number;
  onOpen: (place: Place) => void;
}

/** What waits to be sent, and why. */
export function Outbox({ account, now, onOpen }: OutboxProps) {
  const { outbox } = useText().app;
  const waiting = useDesk((desk) => desk.waiting);
  const offline = useDesk((desk) => desk.connection?.online === false);
  const retry = useAction();
  return (
    <div className={css.outbox}>
      <h2>{outbox.title}</h2>
      {waiting.length === 0 && !offline && account.standing.type === "signedIn" && <p className={css.words}>{outbox.empty}</p>}
      {offline && <p className={css.words}>{outbox.offline}</p>}
      {!offline && account.standing.type === "signedOut" && <p className={css.words}>{outbox.signedOut}</p>}
      {waiting.length > 0 && (
        <ul className={css.list}>
          {waiting.map((entry) => <Entry key={`${entry.place.type}-${entry.place.id}`} entry={entry} now={now} onOpen={onOpen} />)}
        </ul>
      )}
      {retry.failure && <FailureNote failure={retry.failure} />}
      {waiting.length > 0 && <Button busy={retry.busy} onPress={() => { retry.run(() => call("outbox_retry", null)); }}>{outbox.retry}</Button>}
    </div>
  );
}

function Entry({ entry, now, onOpen }: { entry: Waiting; now: number; onOpen: (place: Place) => void }) {
  const { outbox } = useText().app;
  const language = useLanguage();
  const title = entry.title ?? outbox.untitled;
  return (
    <li className={css.entry}>
      <StatusIcon status={isStuck(entry) ? "failed" : "waiting"} reason={outbox.why[entry.why.type]} inRow />
      <div className={css.about}>
        <AriaButton className={css.title ?? ""} aria-label={outbox.open(title)} onPress={() => { onOpen(entry.place); }}>{title}</AriaButton>
        <p className={css.words}>{outbox.why[entry.why.type]}</p>
        <p className={css.words}>{outbox.changes(entry.count)} · {outbox.since(since(language, entry.since, now))}</p>
      </div>
    </li>
  );
}
