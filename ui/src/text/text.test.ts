import { expect, test } from "vitest";
import { clock, count, moment } from "./format";
import { systemLanguage, textOf } from "./use-text";

/** Every word of a language; functions are asked with a sample. */
const words = (value: unknown): string[] => {
  if (typeof value === "string") return [value];
  if (typeof value === "function") return words(value(2));
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(words) : [];
};

test("French keeps its spaces: none that could break before a double sign", () => {
  expect(words(textOf("fr")).filter((text) => / [;:!?»]|« /.test(text))).toEqual([]);
});

test("German quotes are German", () => {
  expect(words(textOf("de")).filter((text) => /["”]|‘/.test(text))).toEqual([]);
});

test("nothing shouts", () => {
  const all = (["fr", "de", "nl", "en"] as const).flatMap((language) => words(textOf(language)));
  expect(all.filter((text) => text.includes("!"))).toEqual([]);
  expect(all.filter((text) => text === "")).toEqual([]);
});

test("the system's first language that the window speaks is taken", () => {
  expect(systemLanguage(["it-IT", "nl-BE", "fr"])).toBe("nl");
  expect(systemLanguage(["pl"])).toBe("en");
});

test("plurals follow the language: none is one in French and many in German", () => {
  const forms = { one: "# a", other: "# b" };
  expect([count("fr")(0, forms), count("de")(0, forms), count("de")(1200, forms)]).toEqual(["0 a", "0 b", "1.200 b"]);
});

test("a moment is a clock today, a weekday this week and a date before", () => {
  const at = (day: number) => new Date(2026, 10, day, 9, 5).getTime();
  expect(["de", "en"].map((language) => clock(language === "de" ? "de" : "en", at(24)))).toEqual(["09:05", "09:05"]);
  expect([24, 23, 2].map((day) => moment("de", at(day), at(24)))).toEqual(["09:05", "Mo", "2. Nov."]);
});
