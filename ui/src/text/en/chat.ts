export const chat = {};

export type ChatText = typeof chat;
