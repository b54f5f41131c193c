import "@blocknote/mantine/style.css";
import { createExtension, insertOrUpdateBlockForSlashMenu } from "@blocknote/core";
import { filterSuggestionItems } from "@blocknote/core/extensions";
import { de, en, fr, nl } from "@blocknote/core/locales";
import { BlockNoteView } from "@blocknote/mantine";
import {
  SuggestionMenuController,
  getDefaultReactSlashMenuItems,
  getPageBreakReactSlashMenuItems,
  useCreateBlockNote,
  useEditorState,
} from "@blocknote/react";
import { Megaphone } from "lucide-react";
import { search } from "prosemirror-search";
import { useState } from "react";
import type { Language } from "../backend/generated/Language";
import type { NoteId } from "../backend/generated/NoteId";
import { useKeys } from "../kit/use-keys";
import { useMark } from "../kit/use-mark";
import { useLanguage, useText } from "../text/use-text";
import { useColorScheme } from "./color-scheme";
import css from "./Editor.module.css";
import { FindBar } from "./FindBar";
import { insertLink, linkItems } from "./links";
import { matchesIn } from "./matches";
import type { PresenceUser } from "./presence";
import { type Replica, useBound } from "./replica";
import { commentMark, schema } from "./schema";
import { useNotes } from "./store";

const dictionaries: Record<Language, typeof en> = { de, en, fr, nl };

/** Blocks that need a file at the server; adding them is another part's work. */
const FILES: ReadonlySet<string> = new Set(["image", "video", "audio", "file"]);

const finding = createExtension({ key: "find", prosemirrorPlugins: [search()] });

interface EditorProps {
  replica: Replica;
  user: PresenceUser;
  editable: boolean;
  onOpenNote: (note: NoteId) => void;
}

/** The editor of one note. It stands on the replica and holds nothing of its own. */
export function Editor({ replica, user, editable, onOpenNote }: EditorProps) {
  const language = useLanguage();
  const { notes } = useText();
  const theme = useColorScheme();
  const [finds, setFinds] = useState(false);
  useBound(replica);
  useMark("note");
  useKeys({ "Ctrl+F": () => { setFinds(true); } });
  const editor = useCreateBlockNote(
    {
      schema: schema({ ...notes.blocks, untitled: notes.untitled }, onOpenNote),
      extensions: [commentMark, finding],
      dictionary: dictionaries[language],
      collaboration: {
        fragment: replica.doc.getXmlFragment("document-store"),
        user,
        provider: { awareness: replica.awareness },
      },
      domAttributes: { editor: { "aria-label": notes.text.label, "data-testid": "note-editor" } },
    },
    [replica, language],
  );
  const matches = useEditorState({ editor, selector: ({ editor: now }) => matchesIn(now.prosemirrorState) });
  const callout = {
    title: notes.blocks.callout,
    subtext: notes.blocks.calloutHint,
    aliases: ["callout", "note", "!"],
    group: dictionaries[language].slash_menu.paragraph.group,
    icon: <Megaphone size={18} />,
    onItemClick: () => { insertOrUpdateBlockForSlashMenu(editor, { type: "callout" }); },
  };
  const slash = () => [
    ...getDefaultReactSlashMenuItems(editor).filter((item) => !("key" in item && FILES.has(String(item.key)))),
    callout,
    ...getPageBreakReactSlashMenuItems(editor),
  ];
  const link = (docId: NoteId, title: string) => { insertLink(editor.prosemirrorView, docId, title); };
  const others = (query: string) => {
    const all = Object.values(useNotes.getState().notes).filter((note) => note.id !== replica.note);
    return linkItems(all, query, notes.untitled, link);
  };
  return (
    <>
      {finds && <FindBar view={editor.prosemirrorView} matches={matches} editable={editable} onClose={() => { setFinds(false); }} />}
      <BlockNoteView editor={editor} editable={editable} theme={theme} className={css.editor ?? ""} slashMenu={false} formattingToolbar={!finds}>
        <SuggestionMenuController
          triggerCharacter="/"
          getItems={(query) => Promise.resolve(filterSuggestionItems(slash(), query))}
        />
        <SuggestionMenuController triggerCharacter="@" getItems={(query) => Promise.resolve(others(query))} />
      </BlockNoteView>
    </>
  );
}
