import { account } from "./fr/account";
import { app } from "./fr/app";
import { assistant } from "./fr/assistant";
import { chat } from "./fr/chat";
import { comments } from "./fr/comments";
import { exchange } from "./fr/exchange";
import { files } from "./fr/files";
import { history } from "./fr/history";
import { kit } from "./fr/kit";
import { notes } from "./fr/notes";
import { sharing } from "./fr/sharing";
import { templates } from "./fr/templates";

export const fr = { account, app, assistant, chat, comments, exchange, files, history, kit, notes, sharing, templates };
