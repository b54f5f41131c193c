// What is written into the blanks of a template. Pure.
import type { Language } from "../backend/generated/Language";
import type { TemplateValue } from "../backend/generated/TemplateValue";
import { date } from "../text/format";

const blanks = ["date", "name", "participants", "title"] as const;

type Blank = (typeof blanks)[number];

/** A template may be written in any of the window's languages, whichever of them its reader has chosen. */
const names: Record<Blank, readonly string[]> = {
  date: ["date", "datum"],
  name: ["name", "nom", "naam"],
  participants: ["participants", "teilnehmende", "deelnemers"],
  title: ["title", "titre", "titel"],
};

interface Given {
  /** The agent's name. */
  agent: string;
  participants: string;
  title: string;
  /** Milliseconds since the epoch. */
  now: number;
}

/** The values of all blanks that there is something for; the others stay in the text to be filled in by hand. */
export const values = (language: Language, { agent, participants, title, now }: Given): TemplateValue[] => {
  const texts: Record<Blank, string> = { date: date(language, now), name: agent, participants: participants.trim(), title: title.trim() };
  return blanks.flatMap((blank) => (texts[blank] === "" ? [] : names[blank].map((name) => ({ name, text: texts[blank] }))));
};
