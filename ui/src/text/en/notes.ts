import type { Why } from "../../backend/generated/Why";

/** Why a write has not reached its server, as the end of a sentence that stands alone. */
const why: Record<Why["type"], string> = {
  sending: "It is being sent.",
  offline: "It will be sent when you are back online.",
  signedOut: "It will be sent once you sign in again.",
  throttled: "The server asked us to wait; it will be sent shortly.",
  lockedByOther: "Someone else is editing this note in a mode that allows one person only. It will be sent afterwards.",
  forbidden: "You may no longer edit this note. Ask its owner for access, or copy your text elsewhere.",
  gone: "This note was deleted on the server. Copy your text elsewhere to keep it for others.",
  tooLarge: "This note is too large for the server. Split it into several notes.",
  serverTrouble: "The server could not take it. It will be tried again.",
};

export const notes = {
  heading: "Notes",
  newNote: "New note",
  untitled: "Untitled",
  favourites: "Favourites",
  mine: "My notes",
  shared: "Shared with me",
  fold: "Open or close",
  empty: { title: "No notes yet", text: "A note can be written without a network and is sent later.", action: "Write a note" },
  waiting: "Your notes are being fetched.",
  waitingOffline: "Your notes will appear when you are online for the first time.",
  pick: { title: "No note is open", text: "Choose a note from the list, or write a new one." },
  title: "Title of the note",
  options: "Actions for this note",
  remove: "Delete note",
  deleted: (title: string) => `“${title}” was deleted.`,
  undo: "Undo",
  failed: { create: "The note was not created.", rename: "The title was not saved.", remove: "The note was not deleted.", restore: "The note was not restored." },
  why,
  state: { waiting: "Waiting to be sent.", offline: "Kept on this computer.", attention: "Needs you.", failed: "Will not be sent." },
  notHere: "Not on this computer",
  saving: "Saving…",
  saved: "Saved on this computer",
  notSaved: "Not saved",
  notSavedAdvice: "Your text is still in this window and saving is tried again. Leave the window open.",
  synced: "Synced",
  readOnly: "You can read this note but not change it.",
  unsupported: "This note has parts that Attaché cannot show yet. So that nothing is lost, you can only read it here.",
  quarantined: "A change by someone else could not be read. It was kept aside and the rest of the note is complete.",
  text: {
    label: "Text of the note",
    waiting: "The text of this note is being fetched.",
    offline: { title: "This note is not on this computer", text: "It will appear here as soon as you are online." },
    failed: { title: "This note could not be opened", text: "What you wrote earlier is safe on this computer." },
    gone: { title: "This note is gone", text: "It was deleted, or is no longer shared with you." },
  },
  blocks: { pdf: "PDF document", uploading: "A file is being uploaded", unknown: "Not yet supported", openNote: (title: string) => `Open the note “${title}”` },
};

export type NotesText = typeof notes;
