// Who sits at the desk: the one fact that decides which screen the window draws.
import { create } from "zustand";
import type { Account } from "../backend/generated/Account";
import type { Event } from "../backend/generated/Event";

export interface AccountState {
  /** None until the first event came. */
  account: Account | null;
}

export const noAccount: AccountState = { account: null };

/** The only way the account changes. Events of other features leave it as it is. */
export function reduceAccount(state: AccountState, event: Event): AccountState {
  return event.type === "accountChanged" ? { account: event.account } : state;
}

export const useAccount = create<AccountState>(() => noAccount);
