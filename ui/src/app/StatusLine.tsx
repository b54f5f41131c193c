import { ArrowUp, CircleAlert, CloudOff } from "lucide-react";
import type { ReactElement } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { Account } from "../backend/generated/Account";
import type { Place } from "../backend/generated/Place";
import { Button } from "../kit/Button";
import { cx } from "../kit/cx";
import { PopoverButton } from "../kit/PopoverButton";
import { useNow } from "../kit/use-now";
import { useLanguage, useText } from "../text/use-text";
import { Outbox } from "./Outbox";
import { type Tone, statusLine } from "./status";
import css from "./StatusLine.module.css";
import { useDesk } from "./store";

interface StatusLineProps {
  account: Extract<Account, { type: "open" }>;
  onOpen: (place: Place) => void;
  onSignIn: () => void;
}

const pictures: Record<Tone, ReactElement | null> = {
  silent: null,
  waiting: <ArrowUp aria-hidden />,
  offline: <CloudOff aria-hidden />,
  attention: <span className={css.dot} />,
  failed: <CircleAlert aria-hidden />,
};

/** Speaks in sentences about connection and outbox, and opens the outbox. Silence is the good state. */
export function StatusLine({ account, onOpen, onSignIn }: StatusLineProps) {
  const text = useText().app;
  const language = useLanguage();
  const now = useNow();
  const connection = useDesk((desk) => desk.connection);
  const waiting = useDesk((desk) => desk.waiting);
  const line = statusLine({ account, connection, waiting, now }, text, language);
  const needsSignIn = account.standing.type === "signedOut" || line.tone === "attention";
  return (
    <footer className={css.line} aria-label={text.status.label} data-pane tabIndex={-1}>
      <PopoverButton
        label={text.outbox.title}
        placement="top start"
        button={
          <AriaButton className={cx(css.button, css[line.tone])} data-testid="status-line" data-tone={line.tone}>
            {pictures[line.tone]}
            <span aria-live="polite" className={css.sentences}>
              {line.sentences.length > 0 ? line.sentences.join(" · ") : <span className="visually-hidden">{text.status.silent}</span>}
            </span>
          </AriaButton>
        }
      >
        <Outbox account={account} now={now} onOpen={onOpen} />
      </PopoverButton>
      {needsSignIn && <Button kind="quiet" onPress={onSignIn} testId="status-sign-in">{text.status.signIn}</Button>}
    </footer>
  );
}
