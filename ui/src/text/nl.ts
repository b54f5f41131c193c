import { account } from "./nl/account";
import { app } from "./nl/app";
import { assistant } from "./nl/assistant";
import { chat } from "./nl/chat";
import { comments } from "./nl/comments";
import { exchange } from "./nl/exchange";
import { files } from "./nl/files";
import { history } from "./nl/history";
import { kit } from "./nl/kit";
import { notes } from "./nl/notes";
import { sharing } from "./nl/sharing";
import { templates } from "./nl/templates";

export const nl = { account, app, assistant, chat, comments, exchange, files, history, kit, notes, sharing, templates };
