import type { TemplatesText } from "../en/templates";

export const templates: TemplatesText = {
  entry: "Nieuwe notitie van een sjabloon…",
  insideEntry: "Nieuwe notitie hierin van een sjabloon…",
  title: "Nieuwe notitie van een sjabloon",
  choose: "Sjabloon",
  origins: { agency: "van uw organisatie", own: "eigen", example: "voorbeeld" },
  noteTitle: "Titel",
  noteTitleHint: "Als u deze leeg laat, heet de notitie zoals het sjabloon zegt.",
  participants: "Deelnemers",
  participantsHint: "Zij worden ingevuld waar het sjabloon erom vraagt. Er wordt niets met hen gedeeld.",
  make: "Notitie maken",
  offer: "Als sjabloon gebruiken",
  unoffer: "Niet meer als sjabloon gebruiken",
};
