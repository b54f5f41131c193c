import { useState } from "react";
import type { AccountSummary } from "../backend/generated/AccountSummary";
import type { Agency } from "../backend/generated/Agency";
import type { Refusal } from "../backend/generated/Refusal";
import { call } from "../backend/call";
import { Button } from "../kit/Button";
import { FailureNote, Trouble } from "../kit/FailureNote";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { AddFile } from "./AddFile";
import { AgencyList } from "./AgencyList";
import { FindByEmail } from "./FindByEmail";
import { Screen } from "./Screen";
import css from "./Screen.module.css";

type Way = "list" | "email" | "file";

interface WelcomeProps {
  agencies: readonly Agency[];
  /** Desks on this computer that are signed in: the way back. */
  accounts: readonly AccountSummary[];
  /** IT has chosen the agency: no other way is offered. */
  managed: boolean;
  refusal: Refusal | null;
}

/** Where the agent signs in: an agency known here, or one found by e-mail or by a profile file. */
export function Welcome({ agencies, accounts, managed, refusal }: WelcomeProps) {
  const { account: words, kit } = useText();
  const [chosen, setChosen] = useState<Way | null>(null);
  const way = chosen ?? (agencies.length > 0 ? "list" : "email");
  const signIn = useAction();
  const start = (profile: string) => { signIn.run(() => call("account_sign_in", { profile })); };
  const added = () => { setChosen("list"); };
  return (
    <Screen title={words.welcome.title}>
      <p className={css.words}>{agencies.length > 0 ? words.welcome.intro : words.welcome.none}</p>
      {refusal && <Trouble {...words.refusals[refusal.reason]} detail={refusal.detail} />}
      {signIn.failure && <FailureNote failure={signIn.failure} />}
      {way === "list" && <AgencyList agencies={agencies} busy={signIn.busy} onPick={start} />}
      {way === "email" && <FindByEmail onFound={added} />}
      {way === "file" && <AddFile onAdded={added} />}
      <div className={css.actions}>
        {way !== "list" && agencies.length > 0 && <Button kind="quiet" onPress={() => { setChosen("list"); }}>{kit.back}</Button>}
        {accounts.map((account) => (
          <Button key={account.id} kind="quiet" testId={`back-${account.id}`} onPress={() => { signIn.run(() => call("account_switch", account.id)); }}>
            {words.menu.switchTo(account.agency.name)}
          </Button>
        ))}
        {!managed && way !== "email" && <Button kind="quiet" testId="agency-by-email" onPress={() => { setChosen("email"); }}>{words.welcome.byEmail}</Button>}
        {!managed && way !== "file" && <Button kind="quiet" testId="agency-by-file" onPress={() => { setChosen("file"); }}>{words.welcome.byFile}</Button>}
      </div>
    </Screen>
  );
}
