import type { Account } from "../backend/generated/Account";
import { useText } from "../text/use-text";
import { Closed } from "./Closed";
import { Screen } from "./Screen";
import css from "./Screen.module.css";
import { SigningIn } from "./SigningIn";
import { Welcome } from "./Welcome";
import { unreachable } from "../kit/unreachable";

/** Every screen that stands before the desk. */
export function AccountScreen({ account }: { account: Exclude<Account, { type: "open" }> }) {
  switch (account.type) {
    case "welcome":
      return <Welcome agencies={account.agencies} accounts={account.accounts} managed={account.managed} refusal={account.refusal} />;
    case "signingIn":
      return <SigningIn agency={account.agency} step={account.step} surface={account.surface} />;
    case "opening":
      return <Opening agency={account.account.agency.name} />;
    case "closed":
      return <Closed key={account.trouble} account={account} />;
    default:
      return unreachable(account);
  }
}

function Opening({ agency }: { agency: string }) {
  const { account: words, kit } = useText();
  return (
    <Screen title={words.opening(agency)} busy>
      <p className={css.words} role="status">{kit.loading}</p>
    </Screen>
  );
}
