// Keeps something of the suite open while a component shows it.
import { useEffect, useEffectEvent } from "react";

/** Runs `open` for the id that is shown, and what it returns when another one is shown or none. */
export const useWhile = (id: string | null, open: (id: string) => () => void): void => {
  const start = useEffectEvent(open);
  useEffect(() => (id === null ? undefined : start(id)), [id]);
};
