import type { TemplatesText } from "../en/templates";

export const templates: TemplatesText = {
  entry: "Neue Notiz aus einer Vorlage …",
  insideEntry: "Neue Notiz darin aus einer Vorlage …",
  title: "Neue Notiz aus einer Vorlage",
  choose: "Vorlage",
  origins: { agency: "von Ihrer Behörde", own: "eigene", example: "Beispiel" },
  noteTitle: "Titel",
  noteTitleHint: "Wenn Sie ihn leer lassen, heißt die Notiz, wie die Vorlage es sagt.",
  participants: "Teilnehmende",
  participantsHint: "Sie werden dort eingetragen, wo die Vorlage sie vorsieht. Mit ihnen wird nichts geteilt.",
  make: "Notiz anlegen",
  offer: "Als Vorlage verwenden",
  unoffer: "Nicht mehr als Vorlage verwenden",
};
