// What hangs on the account's button in the rail.
import { LogIn, LogOut, UserPlus, UserRound, UsersRound } from "lucide-react";
import { call } from "../backend/call";
import type { Account } from "../backend/generated/Account";
import type { MenuEntry } from "../kit/Menu";
import type { Action } from "../kit/use-action";
import type { AccountText } from "../text/en/account";

interface Wanted {
  account: Extract<Account, { type: "open" }>;
  words: AccountText;
  signIn: () => void;
  onSettings: () => void;
  run: Action["run"];
}

/** Its groups: oneself, the other accounts, and the way out. */
export const accountMenu = ({ account, words: { menu }, signIn, onSettings, run }: Wanted): MenuEntry[][] => {
  const signedOut = account.standing.type === "signedOut";
  return [
    [
      { id: "who", label: account.email ?? account.name, icon: <UserRound />, onAct: onSettings },
      ...(signedOut ? [{ id: "sign-in", label: menu.signInAgain, icon: <LogIn />, onAct: signIn }] : []),
    ],
    [
      ...account.others.map((other) => ({
        id: `switch-${other.id}`,
        label: menu.switchTo(other.agency.name),
        icon: <UsersRound />,
        onAct: () => { run(() => call("account_switch", other.id)); },
      })),
      { id: "add", label: menu.add, icon: <UserPlus />, onAct: () => { run(() => call("account_welcome", null)); } },
    ],
    [{ id: "sign-out", label: menu.signOut, icon: <LogOut />, onAct: onSettings }],
  ];
};
