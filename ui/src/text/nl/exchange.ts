import type { ExchangeText } from "../en/exchange";

const formats: ExchangeText["formats"] = {
  pdf: { label: "PDF", description: "Om te lezen, af te drukken en te archiveren; ook voor schermlezers gemaakt (PDF/UA)" },
  docx: { label: "Word (DOCX)", description: "Om verder te werken in Word of LibreOffice" },
  odt: { label: "OpenDocument (ODT)", description: "Om verder te werken in LibreOffice of Word" },
  html: { label: "Webpagina (HTML)", description: "Eén bestand dat elke browser opent" },
  markdown: { label: "Markdown", description: "Gewone tekst die andere notitieprogramma’s lezen" },
};

export const exchange: ExchangeText = {
  entry: "Opslaan als bestand…",
  exportTitle: (title) => `„${title}” opslaan als bestand`,
  format: "Soort bestand",
  formats,
  unsealed: "Het bestand staat in uw Downloads. Daar is het niet meer versleuteld.",
  write: "Opslaan in Downloads",
  saved: (path) => `Opgeslagen: ${path}`,
  print: "Afdrukken…",
  read: "Notities maken van bestanden",
  notRead: "Niet elk bestand kon worden gelezen",
};
