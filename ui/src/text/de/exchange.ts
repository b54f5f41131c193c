import type { ExchangeText } from "../en/exchange";

const formats: ExchangeText["formats"] = {
  pdf: { label: "PDF", description: "Zum Lesen, Drucken und Ablegen; auch für Vorleseprogramme gemacht (PDF/UA)" },
  docx: { label: "Word (DOCX)", description: "Zum Weiterarbeiten in Word oder LibreOffice" },
  odt: { label: "OpenDocument (ODT)", description: "Zum Weiterarbeiten in LibreOffice oder Word" },
  html: { label: "Webseite (HTML)", description: "Eine Datei, die jeder Browser öffnet" },
  markdown: { label: "Markdown", description: "Einfacher Text, den andere Notizprogramme lesen" },
};

export const exchange: ExchangeText = {
  entry: "Als Datei speichern…",
  exportTitle: (title) => `„${title}“ als Datei speichern`,
  format: "Art der Datei",
  formats,
  unsealed: "Die Datei liegt in Ihren Downloads. Dort ist sie nicht mehr verschlüsselt.",
  write: "In Downloads speichern",
  saved: (path) => `Gespeichert: ${path}`,
  print: "Drucken…",
  read: "Aus Dateien Notizen machen",
  notRead: "Nicht jede Datei konnte gelesen werden",
};
