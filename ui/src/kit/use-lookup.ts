// Asks what a text finds while it is being typed.
import { useEffect, useRef, useState } from "react";
import { toFailure } from "../backend/call";
import type { Failure } from "../backend/generated/Failure";

export interface Lookup<T> {
  /** The text that was answered last. */
  answered: string;
  found: readonly T[];
  failure: Failure | null;
  /** Asks once the typing pauses. Only the answer to the latest text counts; without a text nothing is found. */
  ask: (text: string) => void;
}

const PAUSE = 250;

export const useLookup = <T>(find: (text: string) => Promise<readonly T[]>): Lookup<T> => {
  const nothing: Omit<Lookup<T>, "ask"> = { answered: "", found: [], failure: null };
  const [answer, setAnswer] = useState(nothing);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef("");
  useEffect(() => () => { clearTimeout(timer.current); }, []);
  const ask = (text: string) => {
    clearTimeout(timer.current);
    latest.current = text;
    if (text === "") { setAnswer(nothing); return; }
    const answered = (rest: Partial<Lookup<T>>) => {
      if (latest.current === text) setAnswer({ ...nothing, ...rest, answered: text });
    };
    timer.current = setTimeout(() => {
      find(text).then((found) => { answered({ found }); }, (error: unknown) => { answered({ failure: toFailure(error) }); });
    }, PAUSE);
  };
  return { ...answer, ask };
};
