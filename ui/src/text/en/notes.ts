export const notes = {};

export type NotesText = typeof notes;
