import "@blocknote/mantine/style.css";
import { filterSuggestionItems } from "@blocknote/core/extensions";
import { de, en, fr, nl } from "@blocknote/core/locales";
import { BlockNoteView } from "@blocknote/mantine";
import { SuggestionMenuController, getDefaultReactSlashMenuItems, useCreateBlockNote } from "@blocknote/react";
import type { Language } from "../backend/generated/Language";
import type { NoteId } from "../backend/generated/NoteId";
import { useMark } from "../kit/use-mark";
import { useLanguage, useText } from "../text/use-text";
import { useColorScheme } from "./color-scheme";
import css from "./Editor.module.css";
import type { PresenceUser } from "./presence";
import { type Replica, useBound } from "./replica";
import { commentMark, schema } from "./schema";

const dictionaries: Record<Language, typeof en> = { de, en, fr, nl };

/** Blocks that need a file at the server; adding them is another part's work. */
const FILES: ReadonlySet<string> = new Set(["image", "video", "audio", "file"]);

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
  useBound(replica);
  useMark("note");
  const editor = useCreateBlockNote(
    {
      schema: schema({ ...notes.blocks, untitled: notes.untitled }, onOpenNote),
      extensions: [commentMark],
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
  const items = () =>
    getDefaultReactSlashMenuItems(editor).filter((item) => !("key" in item && FILES.has(String(item.key))));
  return (
    <BlockNoteView editor={editor} editable={editable} theme={theme} className={css.editor ?? ""} slashMenu={false}>
      <SuggestionMenuController
        triggerCharacter="/"
        getItems={(query) => Promise.resolve(filterSuggestionItems(items(), query))}
      />
    </BlockNoteView>
  );
}
