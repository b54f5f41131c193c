import type { ExchangeText } from "../en/exchange";

const formats: ExchangeText["formats"] = {
  pdf: { label: "PDF", description: "Pour lire, imprimer et archiver ; conçu aussi pour les lecteurs d’écran (PDF/UA)" },
  docx: { label: "Word (DOCX)", description: "Pour travailler dans Word ou LibreOffice" },
  odt: { label: "OpenDocument (ODT)", description: "Pour travailler dans LibreOffice ou Word" },
  html: { label: "Page web (HTML)", description: "Un seul fichier que tout navigateur ouvre" },
  markdown: { label: "Markdown", description: "Du texte simple que d’autres logiciels de notes lisent" },
};

export const exchange: ExchangeText = {
  entry: "Enregistrer sous forme de fichier…",
  exportTitle: (title) => `Enregistrer « ${title} » sous forme de fichier`,
  format: "Type de fichier",
  formats,
  unsealed: "Le fichier se trouve dans vos Téléchargements. Il n’y est plus chiffré.",
  write: "Enregistrer dans Téléchargements",
  saved: (path) => `Enregistré : ${path}`,
  print: "Imprimer…",
  read: "Créer des notes à partir de fichiers",
  notRead: "Certains fichiers n’ont pas pu être lus",
};
