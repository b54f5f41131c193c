import { expect, test } from "vitest";
import { altGrApart, combination } from "./use-keys";

const press = (key: string, rest = {}) => combination({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...rest });

test("a shortcut is written as people read it", () => {
  expect(press("k", { ctrlKey: true })).toBe("Ctrl+K");
  expect(press("F6", { shiftKey: true })).toBe("Shift+F6");
  expect(press("?", { shiftKey: true })).toBe("?");
});

test.each([
  ["French", "&", "Digit1", "Ctrl+1"],
  ["French", ",", "KeyM", "Ctrl+,"],
  ["French", "m", "Semicolon", "Ctrl+M"],
  ["Greek", "κ", "KeyK", "Ctrl+K"],
  ["German", "z", "KeyY", "Ctrl+Z"],
])("on a %s keyboard Ctrl with %s is what stands on the key", (_, key, code, expected) => {
  expect(press(key, { code, ctrlKey: true })).toBe(expected);
});

test.each([
  ["Ctrl and the left Alt of Windows, shown as AltGr,", "AltLeft", { modifierAltGraph: true }, "Ctrl+Alt+M"],
  ["Ctrl and Alt shown as they are", "AltLeft", { ctrlKey: true, altKey: true }, "Ctrl+Alt+M"],
  ["AltGr", "AltRight", { modifierAltGraph: true }, "µ".toUpperCase()],
  ["AltGr shown as Ctrl and Alt too", "AltRight", { modifierAltGraph: true, ctrlKey: true, altKey: true }, "µ".toUpperCase()],
])("%s with the M of a German keyboard", (_, alt, held, expected) => {
  const apart = altGrApart();
  apart(new KeyboardEvent("keydown", { key: "Alt", code: alt }));
  const pressed = combination(apart(new KeyboardEvent("keydown", { key: "µ", code: "KeyM", ...held })));
  expect(pressed).toBe(expected);
});
