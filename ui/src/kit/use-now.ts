import { useEffect, useState } from "react";

/** The time, coarsely: it moves on by itself every `every` milliseconds. */
export const useNow = (every = 5000): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => { setNow(Date.now()); }, every);
    return () => { clearInterval(timer); };
  }, [every]);
  return now;
};
