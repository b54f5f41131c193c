import type { ExchangeText } from "../en/exchange";
import { count } from "../format";

const counted = count("nl");

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
  unsealed: "Het bestand komt in uw Downloads. Daar is het niet meer versleuteld.",
  write: "Opslaan in Downloads",
  saved: (path) => `Opgeslagen: ${path}`,
  notWritten: { title: "Het bestand is niet opgeslagen.", text: "Uw notitie is ongewijzigd. Kijk of er plaats is in uw Downloads en of u daar mag schrijven, en probeer het opnieuw." },
  print: "Afdrukken…",
  more: "Meer over notities",
  packEntry: "Opslaan met alle notities erin (ZIP)…",
  packAllEntry: "Alle notities opslaan (ZIP)…",
  packTitle: (title: string) => `‘${title}’ en alle notities erin opslaan`,
  packAllTitle: "Alle notities opslaan",
  packText: "Eén ZIP-bestand met elke notitie, haar plaats, haar precieze tekst en haar bestanden, ook als Markdown voor andere programma’s. ‘Notities maken van bestanden’ haalt het terug, hier of op een andere server. Reacties, rechten en eerdere versies blijven op de server.",
  packing: (done: number, total: number) => `${done} van ${total} notities`,
  packed: (notes: number) => counted(notes, { one: "Er zit één notitie in.", other: "Er zitten # notities in." }),
  withoutText: (notes: number) => counted(notes, { one: "De tekst van één notitie staat niet op deze computer: alleen de titel zit in het bestand.", other: "De teksten van # notities staan niet op deze computer: alleen de titels zitten in het bestand." }),
  missingFiles: (files: number) => counted(files, { one: "Eén afbeelding of bestand staat niet op deze computer en ontbreekt.", other: "# afbeeldingen of bestanden staan niet op deze computer en ontbreken." }),
  read: "Notities maken van bestanden",
  notRead: "Niet elk bestand kon worden gelezen",
  unreadable: { title: "Dit bestand kan niet worden gelezen.", text: "Het is beschadigd, beveiligd of van een andere soort. Notities worden gemaakt van DOCX, ODT, HTML, Markdown en platte tekst." },
};
