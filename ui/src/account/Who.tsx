import type { Account } from "../backend/generated/Account";
import type { Part } from "../backend/generated/Part";
import type { Parts } from "../backend/generated/Parts";
import { Trouble } from "../kit/FailureNote";
import { useText } from "../text/use-text";
import css from "./Who.module.css";

interface WhoProps {
  account: Extract<Account, { type: "open" }>;
  partNames: Readonly<Record<keyof Parts, string>>;
  partStates: Readonly<Record<Part, string>>;
}

/** Who is signed in, where, and in which parts. */
export function Who({ account, partNames, partStates }: WhoProps) {
  const { who, refusals } = useText().account;
  const { parts } = account;
  const lines: readonly [string, string][] = [
    [who.name, account.name],
    ...(account.email === null ? [] : [[who.email, account.email] satisfies [string, string]]),
    [who.agency, `${account.account.agency.name} (${account.account.agency.signInHost})`],
    [partNames.notes, partStates[parts.notes]],
    [partNames.chat, partStates[parts.chat]],
    [partNames.assistant, partStates[parts.assistant]],
  ];
  return (
    <>
      {account.refusal && <Trouble {...refusals[account.refusal.reason]} detail={account.refusal.detail} />}
      <dl className={css.who}>
        {lines.map(([name, value]) => (
          <div key={name} className={css.line}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
