// Who can be mentioned in a note: those who have it, those whom the window has seen elsewhere, and those whom the server finds.
import { createContext, useRef, useState } from "react";
import { call } from "../backend/call";
import type { Colleague } from "../backend/generated/Colleague";
import type { NoteId } from "../backend/generated/NoteId";
import type { Person } from "../backend/generated/Person";
import { useLookup } from "../kit/use-lookup";
import { matching, type Mentionable, mentionable } from "./mentions";
import { useNotes } from "./store";

/** How far the server is with a text. */
export type Searching = "searching" | "failed" | "done";

interface People {
  /** Those whom a text may mean; the server is asked about it too. */
  find: (text: string) => Mentionable[];
  searching: (text: string) => Searching;
}

/** What a menu says about the search behind it. */
export const SearchContext = createContext<People["searching"]>(() => "done");

/** Nothing is asked before there is something to find. */
export function usePeople(note: NoteId, seen: () => readonly Person[]): People {
  const online = useNotes((state) => state.online);
  const [members, setMembers] = useState<readonly Colleague[]>([]);
  const reading = useRef(false);
  const lookup = useLookup((text) => call("colleagues_find", { note, text }));
  const readMembers = () => {
    if (reading.current) return;
    reading.current = true;
    const read = call("sharing_read", note).then(({ members: all }) => { setMembers(all.filter(({ isMe }) => !isMe).map(({ who }) => who)); });
    // The next menu tries again.
    read.catch(() => { reading.current = false; });
  };
  const ask = (text: string) => {
    if (text === "") readMembers();
    if (text !== lookup.answered) lookup.ask(text);
  };
  const find = (text: string) => {
    if (online) ask(text);
    const found = lookup.answered === text ? lookup.found : [];
    const known = [...members, ...found].flatMap(({ name, email }) => mentionable(name, email));
    return matching([...known, ...seen().flatMap(({ name, id }) => mentionable(name, id))], text);
  };
  const searching = (text: string) => {
    if (text === "" || !online) return "done";
    if (lookup.answered !== text) return "searching";
    return lookup.failure === null ? "done" : "failed";
  };
  return { find, searching };
}
