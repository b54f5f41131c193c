import { useState } from "react";
import { call } from "../backend/call";
import type { Role } from "../backend/generated/Role";
import { Button } from "../kit/Button";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { RoleSelect } from "./RoleSelect";
import { ShareFailure } from "./ShareFailure";
import css from "./ShareNote.module.css";
import { askable, type SharePartProps } from "./sharing";

/** Asks for access of one's own, for who came by the link alone. */
export function ShareAsk({ note, onDone }: SharePartProps) {
  const { sharing: { ask: words } } = useText();
  const [role, setRole] = useState<Role>("editor");
  const [sent, setSent] = useState(false);
  const action = useAction();
  const ask = () => {
    action.run(async () => {
      await call("access_request", { note: note.id, role });
      setSent(true);
      await onDone(words.sent);
    });
  };
  return (
    <section className={css.part} data-testid="share-ask-part">
      <p>{sent ? words.sent : words.text}</p>
      {!sent && (
        <div className={css.line}>
          <RoleSelect label={words.role} value={role} roles={askable} onChange={setRole} busy={action.busy} testId="share-ask-role" />
          <Button kind="primary" busy={action.busy} onPress={ask} testId="share-ask">{words.action}</Button>
        </div>
      )}
      {action.failure && <ShareFailure failure={action.failure} />}
    </section>
  );
}
