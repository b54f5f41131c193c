export const assistant = {};

export type AssistantText = typeof assistant;
