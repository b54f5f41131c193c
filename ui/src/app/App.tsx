import { I18nProvider } from "react-aria-components";
import { AccountScreen } from "../account/AccountScreen";
import { useAccount } from "../account/store";
import type { Theme } from "../backend/generated/Theme";
import { useRootAttributes } from "../kit/use-root-attributes";
import { LanguageContext, systemLanguage } from "../text/use-text";
import { Desk } from "./Desk";
import { Guarded } from "./Guarded";
import { useDesk } from "./store";

/** The whole window: the desk when it is open, otherwise the screen that leads there. */
export function App() {
  const account = useAccount((state) => state.account);
  const settings = useDesk((desk) => desk.settings);
  const language = settings.language ?? systemLanguage(navigator.languages);
  useRootAttributes({ lang: language, "data-theme": attribute[settings.theme] });
  return (
    <LanguageContext value={language}>
      <I18nProvider locale={language}>
        <Guarded>
          {account?.type === "open" ? <Desk key={account.account.id} account={account} /> : account && <AccountScreen account={account} />}
        </Guarded>
      </I18nProvider>
    </LanguageContext>
  );
}

const attribute: Record<Theme, string | null> = { system: null, light: "light", dark: "dark" };
