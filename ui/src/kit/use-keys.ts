// Shortcuts of the whole window. A combination is written as people read it: `Ctrl+K`, `Shift+F6`, `?`.
import { useEffect } from "react";

export type Keys = Readonly<Record<string, () => void>>;

/** The combination of an event, written as in `Keys`. Cmd counts as Ctrl. */
export const combination = (event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">): string => {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const named = event.key.length > 1 || event.ctrlKey || event.metaKey || event.altKey;
  return [
    (event.ctrlKey || event.metaKey) && "Ctrl",
    event.altKey && "Alt",
    event.shiftKey && named && "Shift",
    key,
  ].filter(Boolean).join("+");
};

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** Listens for as long as the component is there. A plain character is left alone where the agent writes. */
export const useKeys = (keys: Keys): void => {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const pressed = combination(event);
      const act = keys[pressed];
      if (!act || event.defaultPrevented || (pressed.length === 1 && writes(event.target))) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", listen);
    return () => { window.removeEventListener("keydown", listen); };
  }, [keys]);
};
