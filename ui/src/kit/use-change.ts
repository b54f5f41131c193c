import { useEffect, useRef } from "react";

/** Acts after a render with another value than before, and not after the first. */
export const useChange = (value: string, onChange: () => void): void => {
  const before = useRef(value);
  useEffect(() => {
    if (before.current === value) return;
    before.current = value;
    onChange();
  });
};
