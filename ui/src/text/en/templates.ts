import type { TemplateOrigin } from "../../backend/generated/TemplateOrigin";

const origins: Record<TemplateOrigin, string> = { agency: "from your agency", own: "yours", example: "example" };

export const templates = {
  entry: "New note from a template…",
  insideEntry: "New note inside from a template…",
  title: "New note from a template",
  choose: "Template",
  origins,
  noteTitle: "Title",
  noteTitleHint: "If you leave it empty, the note is called as the template says.",
  participants: "Participants",
  participantsHint: "They are written where the template asks for them. Nothing is shared with them.",
  make: "Make the note",
  offer: "Use as a template",
  unoffer: "No longer use as a template",
};

export type TemplatesText = typeof templates;
