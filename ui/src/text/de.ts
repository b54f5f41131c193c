import { account } from "./de/account";
import { app } from "./de/app";
import { assistant } from "./de/assistant";
import { chat } from "./de/chat";
import { files } from "./de/files";
import { kit } from "./de/kit";
import { notes } from "./de/notes";
import { sharing } from "./de/sharing";

export const de = { account, app, assistant, chat, files, kit, notes, sharing };
