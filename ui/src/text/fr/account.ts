import type { AccountText } from "../en/account";

export const account: AccountText = {};
