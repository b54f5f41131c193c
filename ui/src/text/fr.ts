import { account } from "./fr/account";
import { app } from "./fr/app";
import { assistant } from "./fr/assistant";
import { chat } from "./fr/chat";
import { kit } from "./fr/kit";
import { notes } from "./fr/notes";

export const fr = { account, app, assistant, chat, kit, notes };
