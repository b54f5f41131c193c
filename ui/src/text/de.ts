import { account } from "./de/account";
import { app } from "./de/app";
import { assistant } from "./de/assistant";
import { chat } from "./de/chat";
import { comments } from "./de/comments";
import { exchange } from "./de/exchange";
import { files } from "./de/files";
import { history } from "./de/history";
import { kit } from "./de/kit";
import { notes } from "./de/notes";
import { sharing } from "./de/sharing";
import { templates } from "./de/templates";

export const de = { account, app, assistant, chat, comments, exchange, files, history, kit, notes, sharing, templates };
