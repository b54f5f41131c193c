import type { FilesText } from "../en/files";

export const files: FilesText = {
  label: "Bestanden die nog niet op de server staan",
  sendingOf: (name) => `‘${name}’ wordt verzonden`,
  state: {
    waiting: "Wacht op verzending",
    sending: "Wordt verzonden",
    checking: "Wordt door de server gecontroleerd",
  },
  refused: {
    tooLarge: "Groter dan de server aanneemt. Verklein het bestand en voeg het opnieuw toe.",
    unsafe: "De server vond het onveilig en heeft het niet aangenomen.",
    rejected: "De server heeft het niet aangenomen.",
  },
  again: "Opnieuw proberen",
  giveUp: "Niet verzenden",
  away: "Niet op deze computer; verschijnt zodra u online bent",
  elsewhere: "Afbeelding van een ander adres, die niet wordt geladen",
  save: "Opslaan in Downloads",
  saved: (path) => `Opgeslagen: ${path}`,
  hide: "Verbergen",
  notTaken: "Het bestand is niet toegevoegd.",
  notTakenAdvice: "Bestanden tot 10 MB kunnen worden toegevoegd.",
};
