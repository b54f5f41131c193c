import { account } from "./en/account";
import { app } from "./en/app";
import { assistant } from "./en/assistant";
import { chat } from "./en/chat";
import { comments } from "./en/comments";
import { exchange } from "./en/exchange";
import { files } from "./en/files";
import { history } from "./en/history";
import { kit } from "./en/kit";
import { notes } from "./en/notes";
import { sharing } from "./en/sharing";
import { templates } from "./en/templates";

export const en = { account, app, assistant, chat, comments, exchange, files, history, kit, notes, sharing, templates };
