import { account } from "./nl/account";
import { app } from "./nl/app";
import { assistant } from "./nl/assistant";
import { chat } from "./nl/chat";
import { kit } from "./nl/kit";
import { notes } from "./nl/notes";

export const nl = { account, app, assistant, chat, kit, notes };
