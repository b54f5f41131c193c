import { useEffect } from "react";

/** Marks once, in the browser's timeline of the page, that something is on the screen; benchmarks read it there. */
export const useMark = (name: "desk" | "note"): void => {
  useEffect(() => {
    // The second frame begins when the first one has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (performance.getEntriesByName(name).length === 0) performance.mark(name);
    }));
  }, [name]);
};
