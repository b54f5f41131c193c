import { account } from "./en/account";
import { app } from "./en/app";
import { assistant } from "./en/assistant";
import { chat } from "./en/chat";
import { kit } from "./en/kit";
import { notes } from "./en/notes";

export const en = { account, app, assistant, chat, kit, notes };
