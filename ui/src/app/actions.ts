// An action of the palette, and which of them a query finds.
import type { ReactElement } from "react";

export interface Act {
  id: string;
  label: string;
  icon?: ReactElement;
  shortcut?: string;
  onAct: () => void;
}

/** Lower case and without accents, so that "parametres" finds "Paramètres". */
export const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** The actions that hold every word of the query, those that begin with it first. */
export const matching = (actions: readonly Act[], query: string): Act[] => {
  const words = folded(query).split(/\s+/).filter(Boolean);
  const begins = (act: Act) => Number(folded(act.label).startsWith(words[0] ?? ""));
  return actions
    .filter((act) => words.every((word) => folded(act.label).includes(word)))
    .sort((a, b) => begins(b) - begins(a));
};
