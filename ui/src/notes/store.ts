// What the window knows about notes: the list, and which are open. The text of a note is not here but in its replica.
import { create } from "zustand";
import type { Event } from "../backend/generated/Event";
import type { Leaving } from "../backend/generated/Leaving";
import type { NoteId } from "../backend/generated/NoteId";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import type { Thread } from "../backend/generated/Thread";

/** What is said about a note. */
export type Said = {
  /** Newest first. */
  threads: readonly Thread[];
  /** Whether the agent may comment, as far as is known. */
  allowed: boolean;
  /** Whether the server was asked since the note was opened. */
  complete: boolean;
};

export type OpenNote = {
  /** Whether its text is on this machine. */
  here: boolean;
  /** Whether a change that could not be read was kept aside. */
  quarantined: boolean;
};

export type NotesState = {
  /** Whether any list has come yet. */
  known: boolean;
  /** Whether the server was asked since the start. */
  complete: boolean;
  /** Whether the servers can be reached: what opens without them is marked while they cannot. */
  online: boolean;
  notes: Readonly<Record<NoteId, NoteSummary>>;
  open: Readonly<Record<NoteId, OpenNote>>;
  /** What is said about open notes. */
  said: Readonly<Record<NoteId, Said>>;
  /** The last note with which the server did not do what was done here, and how many there were. */
  refused: { note: NoteId; count: number } | null;
  /** How far packing or unpacking has come; nothing while neither is going on. */
  archive: { done: number; total: number } | null;
  /** The agent's name. */
  agent: string;
  /** What may be saved and printed. */
  leaving: Leaving;
};

/** Until the desk says otherwise. */
const everything: Leaving = { formats: ["pdf", "docx", "odt", "html", "markdown"], packing: true, printing: true };

export const noNotes: NotesState = { known: false, complete: false, online: true, notes: {}, open: {}, said: {}, refused: null, archive: null, agent: "", leaving: everything };

/** The only way the notes' state changes. Events of other features leave it as it is. */
export function reduceNotes(state: NotesState, event: Event): NotesState {
  switch (event.type) {
    case "accountChanged":
      return event.account.type === "open" ? { ...state, agent: event.account.name } : { ...noNotes, online: state.online, leaving: state.leaving };
    case "settingsChanged":
      return { ...state, leaving: event.leaving };
    case "connectionChanged":
      return { ...state, online: event.online };
    case "notesChanged": {
      const gone = new Set(event.removed);
      const notes = new Map(event.reset ? [] : Object.entries(state.notes));
      for (const note of event.notes) notes.set(note.id, note);
      const left = Object.fromEntries([...notes].filter(([id]) => !gone.has(id)));
      return { ...state, known: true, complete: event.complete, notes: left };
    }
    case "noteOpened": {
      const quarantined = state.open[event.note]?.quarantined ?? false;
      return { ...state, open: { ...state.open, [event.note]: { here: event.here, quarantined } } };
    }
    case "noteUpdated": {
      const open = state.open[event.note];
      if (open === undefined || open.here) return state;
      return { ...state, open: { ...state.open, [event.note]: { ...open, here: true } } };
    }
    case "noteQuarantined": {
      const here = state.open[event.note]?.here ?? false;
      return { ...state, open: { ...state.open, [event.note]: { here, quarantined: true } } };
    }
    case "threadsChanged": {
      const { threads, allowed, complete } = event;
      return { ...state, said: { ...state.said, [event.note]: { threads, allowed, complete } } };
    }
    case "noteRefused":
      return { ...state, refused: { note: event.note, count: (state.refused?.count ?? 0) + 1 } };
    case "archiveAdvanced": {
      const { done, total } = event;
      return { ...state, archive: done < total ? { done, total } : null };
    }
    default:
      return state;
  }
}

export const useNotes = create<NotesState>(() => noNotes);
