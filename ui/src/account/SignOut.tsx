import { useState } from "react";
import type { Keep } from "../backend/generated/Keep";
import { call } from "../backend/call";
import { Button } from "../kit/Button";
import { Choice } from "../kit/Choice";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";

const keeps: readonly Keep[] = ["vault", "nothing"];

/** Signs out, after asking what stays on this computer. */
export function SignOut({ agency }: { agency: string }) {
  const { account, kit } = useText();
  const { signOut } = account;
  const [asking, setAsking] = useState(false);
  const [keep, setKeep] = useState<Keep>("vault");
  const action = useAction();
  const leave = () => { action.run(() => call("account_sign_out", { keep })); };
  return (
    <div>
      <Button testId="sign-out" onPress={() => { setKeep("vault"); setAsking(true); }}>{signOut.title}</Button>
      <Dialog
        open={asking}
        onClose={() => { setAsking(false); }}
        title={signOut.question(agency)}
        actions={
          <>
            <Button onPress={() => { setAsking(false); }}>{kit.cancel}</Button>
            <Button kind={keep === "nothing" ? "danger" : "primary"} busy={action.busy} testId="sign-out-confirm" onPress={leave}>
              {keep === "nothing" ? signOut.eraseButton : signOut.keepButton}
            </Button>
          </>
        }
      >
        <Choice
          rows
          label={signOut.what}
          value={keep}
          options={keeps.map((id) => ({ id, label: account.keeps[id].title, description: account.keeps[id].advice }))}
          onChange={(id) => { setKeep(id === "nothing" ? "nothing" : "vault"); }}
        />
        {action.failure && <FailureNote failure={action.failure} onRetry={leave} />}
      </Dialog>
    </div>
  );
}
