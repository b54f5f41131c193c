import { KeyRound, ShieldAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "../kit/Button";
import { useText } from "../text/use-text";
import { ConfirmComputer } from "./ConfirmComputer";
import css from "./EncryptionBanner.module.css";
import { RecoveryKey } from "./RecoveryKey";
import { useChat } from "./store";

/** The one plain line about encryption, with its one next step; nothing when all is well. */
export function EncryptionBanner() {
  const { chat } = useText();
  const encryption = useChat((state) => state.encryption);
  const [open, setOpen] = useState<"key" | "confirm" | null>(null);
  const close = () => { setOpen(null); };
  const needs = encryption === "needsRecoveryKey" || encryption === "needsConfirmation" ? encryption : null;
  return (
    <>
      {needs && (
        <section className={css.banner} data-testid="encryption-banner">
          {needs === "needsRecoveryKey" ? <KeyRound aria-hidden /> : <ShieldAlert aria-hidden />}
          <div className={css.words}>
            <p>{chat.encryption[needs].text}</p>
            <Button onPress={() => { setOpen(needs === "needsRecoveryKey" ? "key" : "confirm"); }} testId="encryption-act">
              {chat.encryption[needs].action}
            </Button>
          </div>
        </section>
      )}
      {open === "key" && <RecoveryKey onClose={close} />}
      {open === "confirm" && needs === "needsConfirmation" && <ConfirmComputer onClose={close} />}
    </>
  );
}
