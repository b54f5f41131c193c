// Stands in for the shell: answers the commands a test names, and remembers what was called.
import { mockIPC } from "@tauri-apps/api/mocks";
import type { Commands } from "../src/backend/generated/Commands";

export type Answers = { [N in keyof Commands]?: (args: Commands[N][0]) => Commands[N][1] | Promise<Commands[N][1]> };

/** What a shell says to what every open note asks. */
const usual: Partial<Record<keyof Commands, unknown>> = { note_linking: [] };

/** Answers with what a test has put down by then, and an error as a failure; every call is added to `calls`. */
export const replying = (calls: unknown[][], replies: () => Record<string, unknown>): void => {
  mockIPC((_, payload) => {
    const { name, args }: { name: string; args: unknown } = JSON.parse(JSON.stringify(payload));
    calls.push([name, args]);
    const reply = replies()[name] ?? (usual as Record<string, unknown>)[name] ?? null;
    if (reply instanceof Error) throw { code: "internal", detail: reply.message };
    return reply;
  });
};

export const shell = (answers: Answers = {}): { calls: [string, unknown][] } => {
  const calls: [string, unknown][] = [];
  mockIPC((_, payload) => {
    const { name, args } = payload as { name: keyof Commands; args: never };
    calls.push([name, args]);
    return answers[name]?.(args) ?? usual[name] ?? null;
  });
  return { calls };
};
