import type { FilesText } from "../en/files";

export const files: FilesText = {
  label: "Dateien, die noch nicht auf dem Server sind",
  sendingOf: (name) => `„${name}“ wird gesendet`,
  state: {
    waiting: "Wartet auf das Senden",
    sending: "Wird gesendet",
    checking: "Wird vom Server geprüft",
  },
  refused: {
    tooLarge: "Größer, als der Server annimmt. Verkleinern Sie die Datei und fügen Sie sie erneut ein.",
    unsafe: "Der Server hat sie als gefährlich erkannt und nicht angenommen.",
    rejected: "Der Server hat sie nicht angenommen.",
  },
  again: "Erneut versuchen",
  giveUp: "Nicht senden",
  away: "Nicht auf diesem Computer; erscheint bei Verbindung",
  elsewhere: "Bild von einer anderen Adresse, das nicht geladen wird",
  save: "In Downloads speichern",
  saved: (path) => `Gespeichert: ${path}`,
  hide: "Ausblenden",
  notTaken: "Die Datei wurde nicht eingefügt.",
  notTakenAdvice: "Dateien bis 10 MB können eingefügt werden.",
};
