import type { ExchangeText } from "../en/exchange";
import { count } from "../format";

const counted = count("de");

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
  unsealed: "Die Datei kommt in Ihre Downloads. Dort ist sie nicht mehr verschlüsselt.",
  write: "In Downloads speichern",
  saved: (path) => `Gespeichert: ${path}`,
  notWritten: { title: "Die Datei wurde nicht gespeichert.", text: "Ihre Notiz ist nicht betroffen. Prüfen Sie, ob in Ihren Downloads Platz ist und ob Sie dort schreiben dürfen, und versuchen Sie es erneut." },
  print: "Drucken…",
  more: "Mehr zu Notizen",
  packEntry: "Mit allen Notizen darin speichern (ZIP) …",
  packAllEntry: "Alle Notizen speichern (ZIP) …",
  packTitle: (title: string) => `„${title}“ und alle Notizen darin speichern`,
  packAllTitle: "Alle Notizen speichern",
  packText: "Eine ZIP-Datei mit jeder Notiz, ihrem Platz, ihrem genauen Text und ihren Dateien, auch als Markdown für andere Programme. „Aus Dateien Notizen machen“ holt sie zurück, hier oder auf einem anderen Server. Kommentare, Rechte und frühere Versionen bleiben auf dem Server.",
  packing: (done: number, total: number) => `${done} von ${total} Notizen`,
  packed: (notes: number) => counted(notes, { one: "Eine Notiz ist darin.", other: "# Notizen sind darin." }),
  withoutText: (notes: number) => counted(notes, { one: "Der Text einer Notiz ist nicht auf diesem Computer: Nur ihr Titel ist in der Datei.", other: "Die Texte von # Notizen sind nicht auf diesem Computer: Nur ihre Titel sind in der Datei." }),
  missingFiles: (files: number) => counted(files, { one: "Ein Bild oder eine Datei ist nicht auf diesem Computer und fehlt.", other: "# Bilder oder Dateien sind nicht auf diesem Computer und fehlen." }),
  read: "Aus Dateien Notizen machen",
  notRead: "Nicht jede Datei konnte gelesen werden",
  unreadable: { title: "Diese Datei kann nicht gelesen werden.", text: "Sie ist beschädigt, geschützt oder von anderer Art. Notizen entstehen aus DOCX, ODT, HTML, Markdown und reinem Text." },
};
