import { account } from "./de/account";
import { app } from "./de/app";
import { assistant } from "./de/assistant";
import { chat } from "./de/chat";
import { kit } from "./de/kit";
import { notes } from "./de/notes";

export const de = { account, app, assistant, chat, kit, notes };
