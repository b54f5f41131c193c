// Numbers, dates and plurals, as each language writes them. Pure: the time that is now is an argument.
import type { Language } from "../backend/generated/Language";

/** English as it is written in Europe: the day before the month, and a day of 24 hours. */
const places: Record<Language, string> = { en: "en-GB", fr: "fr-FR", de: "de-DE", nl: "nl-NL" };

/** The forms of a counted phrase; `#` stands for the number. */
export interface Counted {
  one: string;
  other: string;
}

/** Writes a counted phrase: `count("fr")(3, { one: "# note", other: "# notes" })`. */
export const count = (language: Language) => {
  const rules = new Intl.PluralRules(places[language]);
  const numbers = new Intl.NumberFormat(places[language]);
  return (n: number, forms: Counted): string =>
    (rules.select(n) === "one" ? forms.one : forms.other).replace("#", numbers.format(n));
};

const DAY = 86_400_000;
const startOfDay = (time: number): number => new Date(time).setHours(0, 0, 0, 0);

/** The hour and minute. */
export const clock = (language: Language, time: number): string =>
  new Intl.DateTimeFormat(places[language], { hour: "2-digit", minute: "2-digit" }).format(time);

/** A day, in full. */
export const day = (language: Language, time: number): string =>
  new Intl.DateTimeFormat(places[language], { weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(time);

/** A day as documents bear it: without its weekday. */
export const date = (language: Language, time: number): string =>
  new Intl.DateTimeFormat(places[language], { day: "numeric", month: "long", year: "numeric" }).format(time);

/** Short for lists: today the clock, this week the weekday, otherwise the date. */
export const moment = (language: Language, time: number, now: number): string => {
  const days = Math.round((startOfDay(now) - startOfDay(time)) / DAY);
  if (days === 0) return clock(language, time);
  if (days > 0 && days < 7) return new Intl.DateTimeFormat(places[language], { weekday: "short" }).format(time);
  const sameYear = new Date(time).getFullYear() === new Date(now).getFullYear();
  const parts: Intl.DateTimeFormatOptions = { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(places[language], sameYear ? parts : { ...parts, year: "numeric" }).format(time);
};

/** For a sentence ("since …"): today the clock, otherwise day and clock. */
export const since = (language: Language, time: number, now: number): string =>
  startOfDay(time) === startOfDay(now)
    ? clock(language, time)
    : new Intl.DateTimeFormat(places[language], { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }).format(time);

/** The size of a file, as people read it: thousands, not powers of two. */
export const size = (language: Language, bytes: number): string => {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const value = bytes / 1000 ** step;
  const format: Intl.NumberFormatOptions = { style: "unit", unit: units[step] ?? "byte", maximumFractionDigits: value < 10 && step > 0 ? 1 : 0 };
  return new Intl.NumberFormat(places[language], format).format(value);
};
