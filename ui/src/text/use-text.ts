// The words of the language the agent reads. Screens ask `useText()`; nothing else holds words.
import { createContext, useContext } from "react";
import type { Language } from "../backend/generated/Language";
import { de } from "./de";
import { en } from "./en";
import { fr } from "./fr";
import { nl } from "./nl";

/** Every word of the window. English is the shape the others must fill. */
export type Text = typeof en;

const texts: Record<Language, Text> = { en, fr, de, nl };

/** The words of one language. */
export const textOf = (language: Language): Text => texts[language];

/** The first language of the system that the window speaks; English if there is none. */
export const systemLanguage = (preferred: readonly string[]): Language => {
  for (const tag of preferred) {
    const language = tag.slice(0, 2).toLowerCase();
    if (isLanguage(language)) return language;
  }
  return "en";
};

const isLanguage = (language: string): language is Language => language in texts;

/** Set once, by the app, from the settings. */
export const LanguageContext = createContext<Language>("en");

export const useLanguage = (): Language => useContext(LanguageContext);

export const useText = (): Text => textOf(useLanguage());
