import type { ChatText } from "../en/chat";

export const chat: ChatText = {};
