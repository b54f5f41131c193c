// Whether the window is light or dark just now, for what cannot take it from the tokens.
import { useSyncExternalStore } from "react";

export type ColorScheme = "light" | "dark";

export const useColorScheme = (): ColorScheme => useSyncExternalStore(subscribe, read);

const query = "(prefers-color-scheme: dark)";

function subscribe(changed: () => void): () => void {
  const system = window.matchMedia(query);
  const theme = new MutationObserver(changed);
  system.addEventListener("change", changed);
  theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    system.removeEventListener("change", changed);
    theme.disconnect();
  };
}

function read(): ColorScheme {
  const chosen = document.documentElement.dataset["theme"];
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia(query).matches ? "dark" : "light";
}
