import type { NotesText } from "../en/notes";

export const notes: NotesText = {};
