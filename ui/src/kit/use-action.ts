// Runs a command from a component: whether it is under way, and what it failed with. It keeps no result.
import { useState } from "react";
import { toFailure } from "../backend/call";
import type { Failure } from "../backend/generated/Failure";

export interface Action {
  busy: boolean;
  failure: Failure | null;
  /** Starts it, unless it is already under way. */
  run: <T>(act: () => Promise<T>, then?: (reply: T) => void) => void;
  forget: () => void;
}

export const useAction = (): Action => {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const run = <T>(act: () => Promise<T>, then?: (reply: T) => void) => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    act()
      .then((reply) => { then?.(reply); })
      .catch((error: unknown) => { setFailure(toFailure(error)); })
      .finally(() => { setBusy(false); });
  };
  return { busy, failure, run, forget: () => { setFailure(null); } };
};
