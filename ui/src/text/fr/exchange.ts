import type { ExchangeText } from "../en/exchange";
import { count } from "../format";

const counted = count("fr");

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
  unsealed: "Le fichier est placé dans vos Téléchargements. Il n’y est plus chiffré.",
  write: "Enregistrer dans Téléchargements",
  saved: (path) => `Enregistré : ${path}`,
  notWritten: { title: "Le fichier n’a pas été enregistré.", text: "Votre note n’est pas touchée. Vérifiez qu’il reste de la place dans vos Téléchargements et que vous pouvez y écrire, puis réessayez." },
  print: "Imprimer…",
  more: "Autres actions sur les notes",
  packEntry: "Enregistrer avec toutes ses notes (ZIP)…",
  packAllEntry: "Enregistrer toutes les notes (ZIP)…",
  packTitle: (title: string) => `Enregistrer « ${title} » et toutes ses notes`,
  packAllTitle: "Enregistrer toutes les notes",
  packText: "Un fichier ZIP avec chaque note, sa place, son texte exact et ses fichiers, aussi en Markdown pour d’autres programmes. « Créer des notes à partir de fichiers » le reprend, ici ou sur un autre serveur. Les commentaires, les droits et les versions précédentes restent sur le serveur.",
  packing: (done: number, total: number) => `${done} notes sur ${total}`,
  packed: (notes: number) => counted(notes, { one: "Il contient une note.", other: "Il contient # notes." }),
  withoutText: (notes: number) => counted(notes, { one: "Le texte d’une note n’est pas sur cet ordinateur : le fichier ne contient que son titre.", other: "Les textes de # notes ne sont pas sur cet ordinateur : le fichier ne contient que leurs titres." }),
  missingFiles: (files: number) => counted(files, { one: "Une image ou un fichier n’est pas sur cet ordinateur et manque.", other: "# images ou fichiers ne sont pas sur cet ordinateur et manquent." }),
  read: "Créer des notes à partir de fichiers",
  notRead: "Certains fichiers n’ont pas pu être lus",
  unreadable: { title: "Ce fichier ne peut pas être lu.", text: "Il est endommagé, protégé ou d’un autre type. Les notes se créent à partir de fichiers DOCX, ODT, HTML, Markdown ou de texte brut." },
};
