import type { FileFormat } from "../../backend/generated/FileFormat";

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
  unsealed: "The file lies in your Downloads. There it is no longer encrypted.",
  write: "Save in Downloads",
  saved: (path: string) => `Saved: ${path}`,
  print: "Print…",
  read: "Make notes of files",
  notRead: "Not every file could be read",
};

export type ExchangeText = typeof exchange;
