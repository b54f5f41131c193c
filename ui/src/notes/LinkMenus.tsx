import { SuggestionMenuController, useBlockNoteEditor } from "@blocknote/react";
import { FileText, UserRound } from "lucide-react";
import type { NoteId } from "../backend/generated/NoteId";
import type { Person } from "../backend/generated/Person";
import { useText } from "../text/use-text";
import { LinkList, type ListedLink } from "./LinkList";
import { insertBracketed, insertLink, isSecondBracket, linkItems } from "./links";
import { insertMention } from "./mentions";
import { useNotes } from "./store";
import { SearchContext, usePeople } from "./use-people";

interface LinkMenusProps {
  note: NoteId;
  people: () => readonly Person[];
}

type Offered = (query: string) => Promise<ListedLink[]>;

/** Where people are offered too, they would be far below many notes. */
const FEW = 5;
const icon = { note: <FileText size={18} aria-hidden />, person: <UserRound size={18} aria-hidden /> };

/** The menus that `@` and two brackets open while writing. */
export function LinkMenus({ note, people }: LinkMenusProps) {
  const { notes: words } = useText();
  const editor = useBlockNoteEditor();
  const { find, searching } = usePeople(note, people);
  const notes = (query: string, insert: typeof insertLink): ListedLink[] => {
    const all = Object.values(useNotes.getState().notes).filter(({ id }) => id !== note);
    const items = linkItems(all, query, words.untitled, (id, title) => { insert(editor.prosemirrorView, id, title); });
    return items.map((item) => ({ ...item, group: words.heading, icon: icon.note }));
  };
  const everything = (query: string): ListedLink[] => {
    const text = query.trim();
    const persons = find(text).map((person): ListedLink => ({
      id: person.href, title: person.name, subtext: person.address, group: words.mention.people, icon: icon.person, onItemClick: () => { insertMention(editor.prosemirrorView, person); },
    }));
    const found = [...notes(query, insertLink).slice(0, FEW), ...persons];
    // A menu that has nothing for long goes away by itself; who chooses what it says keeps what they typed.
    const keep = () => { editor.insertInlineContent(`@${query}`); };
    return found.length === 0 && searching(text) === "searching" ? [{ id: "searching", title: words.mention.searching, onItemClick: keep }] : found;
  };
  return (
    <>
      <SearchContext value={searching}>
        <SuggestionMenuController<Offered> triggerCharacter="@" getItems={(query) => Promise.resolve(everything(query))} suggestionMenuComponent={LinkList} />
      </SearchContext>
      <SuggestionMenuController<Offered> triggerCharacter="[" shouldOpen={isSecondBracket} getItems={(query) => Promise.resolve(notes(query, insertBracketed))} suggestionMenuComponent={LinkList} />
    </>
  );
}
