import { account } from "./de/account";
import { app } from "./de/app";
import { assistant } from "./de/assistant";
import { chat } from "./de/chat";
import { comments } from "./de/comments";
import { files } from "./de/files";
import { history } from "./de/history";
import { kit } from "./de/kit";
import { notes } from "./de/notes";
import { sharing } from "./de/sharing";

export const de = { account, app, assistant, chat, comments, files, history, kit, notes, sharing };
