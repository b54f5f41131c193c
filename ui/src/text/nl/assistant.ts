import type { AssistantText } from "../en/assistant";

export const assistant: AssistantText = {};
