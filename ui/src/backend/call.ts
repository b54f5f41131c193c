// Asks the suite. Nothing here keeps state, and nothing but this folder knows the shell.
import { invoke } from "@tauri-apps/api/core";
import type { Code } from "./generated/Code";
import type { Commands } from "./generated/Commands";
import type { Failure } from "./generated/Failure";

const codes: Record<Code, true> = {
  offline: true,
  signedOut: true,
  missing: true,
  forbidden: true,
  locked: true,
  invalid: true,
  misconfigured: true,
  diskFull: true,
  internal: true,
};

/** Calls one command. Rejects with a `Failure`; see `toFailure`. */
export const call = <N extends keyof Commands>(name: N, args: Commands[N][0]): Promise<Commands[N][1]> =>
  invoke<Commands[N][1]>("call", { name, args });

/** What a rejected call rejected with. Whatever is not a `Failure` is a bug of ours. */
export const toFailure = (error: unknown): Failure =>
  isFailure(error) ? error : { code: "internal", detail: error instanceof Error ? error.message : String(error) };

const isFailure = (error: unknown): error is Failure =>
  typeof error === "object" &&
  error !== null &&
  "code" in error &&
  typeof error.code === "string" &&
  error.code in codes &&
  "detail" in error &&
  typeof error.detail === "string";
