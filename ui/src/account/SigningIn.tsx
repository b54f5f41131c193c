import { Check } from "lucide-react";
import type { Agency } from "../backend/generated/Agency";
import type { SignInStep } from "../backend/generated/SignInStep";
import type { Surface } from "../backend/generated/Surface";
import { call } from "../backend/call";
import { Button } from "../kit/Button";
import { cx } from "../kit/cx";
import { FailureNote } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { Screen } from "./Screen";
import screen from "./Screen.module.css";
import css from "./SigningIn.module.css";

interface SigningInProps {
  agency: Agency;
  step: SignInStep;
  surface: Surface;
}

const order: readonly SignInStep[] = ["finding", "identity", "notes", "chat", "storing"];

/** The one trip that opens all parts, step by step. */
export function SigningIn({ agency, step, surface }: SigningInProps) {
  const { account: words } = useText();
  const { signingIn } = words;
  const cancel = useAction();
  const at = order.indexOf(step);
  return (
    <Screen title={signingIn.title(agency.name)}>
      <ol className={css.steps}>
        {order.map((one, index) => (
          <li key={one} className={cx(css.step, index < at && css.done, index === at && css.now)} {...(index === at && { "aria-current": "step" })}>
            <span className={css.mark} aria-hidden>{index < at && <Check />}</span>
            {words.steps[one]}
            {index < at && <span className="visually-hidden">: {signingIn.done}</span>}
          </li>
        ))}
      </ol>
      <p className={screen.words} role="status">{step === "identity" ? words.surfaces[surface] : words.steps[step]}</p>
      <p className={screen.host}>{agency.signInHost}</p>
      {cancel.failure && <FailureNote failure={cancel.failure} />}
      <div className={screen.actions}>
        <Button busy={cancel.busy} testId="sign-in-cancel" onPress={() => { cancel.run(() => call("account_sign_in_cancel", null)); }}>{signingIn.cancel}</Button>
      </div>
    </Screen>
  );
}
