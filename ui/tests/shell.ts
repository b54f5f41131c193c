// Stands in for the shell: answers the commands a test names, and remembers what was called.
import { mockIPC } from "@tauri-apps/api/mocks";
import type { Commands } from "../src/backend/generated/Commands";

export type Answers = { [N in keyof Commands]?: (args: Commands[N][0]) => Commands[N][1] | Promise<Commands[N][1]> };

/** What a shell says to what every open note asks. */
const usual: Partial<Record<keyof Commands, unknown>> = { note_linking: [] };

export const shell = (answers: Answers = {}): { calls: [string, unknown][] } => {
  const calls: [string, unknown][] = [];
  mockIPC((_, payload) => {
    const { name, args } = payload as { name: keyof Commands; args: never };
    calls.push([name, args]);
    return answers[name]?.(args) ?? usual[name] ?? null;
  });
  return { calls };
};
