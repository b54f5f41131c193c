// Shortcuts of the whole window. A combination is written as people read it: `Ctrl+K`, `Shift+F6`, `?`.
import { useEffect } from "react";

export type Keys = Readonly<Record<string, () => void>>;

type Pressed = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** The combination of an event, written as in `Keys`. Cmd counts as Ctrl. */
export const combination = (event: Pressed): string => {
  const controls = event.ctrlKey || event.metaKey;
  const key = controls ? labelOf(event) : event.key;
  const named = key.length > 1 || controls || event.altKey;
  return [
    controls && "Ctrl",
    event.altKey && "Alt",
    event.shiftKey && named && "Shift",
    key.length === 1 ? key.toUpperCase() : key,
  ].filter(Boolean).join("+");
};

/** The digit or letter on the key, where the layout writes something else with it: `&` for 1 in French, `κ` for K in Greek. */
const labelOf = ({ key, code }: Pressed): string => {
  const [, digit, letter] = /^(?:Digit(\d)|Key([A-Z]))$/.exec(code) ?? [];
  return digit ?? (letter !== undefined && key.length === 1 && key > "~" ? letter : key);
};

/**
 * Tells Ctrl+Alt from AltGr, which writes: Windows shows both as AltGr wherever AltGr would write something (`µ` on the M of a
 * German keyboard). Which Alt is held down tells them apart.
 */
export const altGrApart = () => {
  let left = false;
  return (event: KeyboardEvent): Pressed => {
    if (event.code === "AltLeft" || event.code === "AltRight") left = event.code === "AltLeft";
    const { key, code, metaKey, shiftKey } = event;
    const both = event.getModifierState("AltGraph") ? left : undefined;
    return { key, code, metaKey, shiftKey, ctrlKey: both ?? event.ctrlKey, altKey: both ?? event.altKey };
  };
};

const writes = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));

/** Listens for as long as the component is there. A plain character is left alone where the agent writes. */
export const useKeys = (keys: Keys): void => {
  useEffect(() => {
    const pressedOf = altGrApart();
    const listen = (event: KeyboardEvent) => {
      const pressed = combination(pressedOf(event));
      const act = keys[pressed];
      if (!act || event.defaultPrevented || (pressed.length === 1 && writes(event.target))) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", listen);
    return () => { window.removeEventListener("keydown", listen); };
  }, [keys]);
};
