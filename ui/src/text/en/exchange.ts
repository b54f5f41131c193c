import type { FileFormat } from "../../backend/generated/FileFormat";
import { count } from "../format";

const counted = count("en");

const formats: Record<FileFormat, { label: string; description: string }> = {
  pdf: { label: "PDF", description: "To read, print and archive; made for screen readers too (PDF/UA)" },
  docx: { label: "Word (DOCX)", description: "To work on in Word or LibreOffice" },
  odt: { label: "OpenDocument (ODT)", description: "To work on in LibreOffice or Word" },
  html: { label: "Web page (HTML)", description: "One file that every browser opens" },
  markdown: { label: "Markdown", description: "Plain text that other note programs read" },
};

export const exchange = {
  entry: "Save as a file…",
  exportTitle: (title: string) => `Save “${title}” as a file`,
  format: "Kind of file",
  formats,
  unsealed: "The file goes into your Downloads. There it is no longer encrypted.",
  write: "Save in Downloads",
  saved: (path: string) => `Saved: ${path}`,
  notWritten: { title: "The file was not saved.", text: "Your note is not affected. See whether there is room in your Downloads and whether you may write there, then try again." },
  print: "Print…",
  more: "More about notes",
  packEntry: "Save with all notes inside (ZIP)…",
  packAllEntry: "Save all notes (ZIP)…",
  packTitle: (title: string) => `Save “${title}” and all notes inside`,
  packAllTitle: "Save all notes",
  packText: "One ZIP file with every note, its place, its exact text and its files, also as Markdown for other programs. “Make notes of files” brings it back, here or on another server. Comments, rights and earlier versions stay at the server.",
  packing: (done: number, total: number) => `${done} of ${total} notes`,
  packed: (notes: number) => counted(notes, { one: "One note is in it.", other: "# notes are in it." }),
  withoutText: (notes: number) => counted(notes, { one: "The text of one note is not on this computer: only its title is in the file.", other: "The texts of # notes are not on this computer: only their titles are in the file." }),
  missingFiles: (files: number) => counted(files, { one: "One picture or file is not on this computer and is missing.", other: "# pictures or files are not on this computer and are missing." }),
  read: "Make notes of files",
  notRead: "Not every file could be read",
  unreadable: { title: "This file cannot be read.", text: "It is damaged, protected or of another kind. Notes are made of DOCX, ODT, HTML, Markdown and plain text." },
};

export type ExchangeText = typeof exchange;
