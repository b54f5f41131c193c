// Draws a component in a language, as the app would.
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { I18nProvider } from "react-aria-components";
import type { Language } from "../src/backend/generated/Language";
import { LanguageContext } from "../src/text/use-text";

export const draw = (element: ReactElement, language: Language = "en") =>
  render(element, {
    wrapper: ({ children }) => (
      <LanguageContext value={language}><I18nProvider locale={language}>{children}</I18nProvider></LanguageContext>
    ),
  });
