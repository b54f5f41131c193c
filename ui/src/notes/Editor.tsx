import "@blocknote/mantine/style.css";
import { createExtension, insertOrUpdateBlockForSlashMenu } from "@blocknote/core";
import { filterSuggestionItems } from "@blocknote/core/extensions";
import { de, en, fr, nl } from "@blocknote/core/locales";
import { BlockNoteView } from "@blocknote/mantine";
import {
  FormattingToolbarController,
  LinkToolbarController,
  SuggestionMenuController,
  getDefaultReactSlashMenuItems,
  getPageBreakReactSlashMenuItems,
  useCreateBlockNote,
  useEditorState,
} from "@blocknote/react";
import { Megaphone } from "lucide-react";
import { search } from "prosemirror-search";
import { useState } from "react";
import { call, toFailure } from "../backend/call";
import type { Language } from "../backend/generated/Language";
import type { NoteId } from "../backend/generated/NoteId";
import type { Person } from "../backend/generated/Person";
import { giveFile } from "../backend/media";
import { useKeys } from "../kit/use-keys";
import { useMark } from "../kit/use-mark";
import { useWhile } from "../kit/use-while";
import { useLanguage, useText } from "../text/use-text";
import { codeKeys } from "./code-block";
import { useColorScheme } from "./color-scheme";
import { following } from "./company";
import { discussion, selectedAnchor } from "./discussion";
import css from "./Editor.module.css";
import { Files } from "./files";
import { FindBar } from "./FindBar";
import { type Given, GivenNote } from "./GivenNote";
import { LinkMenu } from "./LinkMenu";
import { LinkMenus } from "./LinkMenus";
import { followLink, openLink } from "./links";
import { matchesIn } from "./matches";
import { mentionChips } from "./mentions";
import { moreKeys } from "./more-keys";
import { cleanDrops, paste, pastePlainly } from "./pasting";
import type { PresenceUser } from "./presence";
import { choose, type Replica, talkAbout, useBound } from "./replica";
import type { SelectedFile } from "./SaveFile";
import { commentMark, schema } from "./schema";
import { useNotes } from "./store";
import { Toolbar } from "./Toolbar";

const dictionaries: Record<Language, typeof en> = { de, en, fr, nl };

const finding = createExtension({ key: "find", prosemirrorPlugins: [search()] });

interface EditorProps {
  replica: Replica;
  user: PresenceUser;
  people: () => readonly Person[];
  editable: boolean;
  onOpenNote: (note: NoteId) => void;
  /** Shows what is said about the note. */
  onTalk: () => void;
}

/** The editor of one note. It stands on the replica and holds nothing of its own. */
export function Editor({ replica, user, people, editable, onOpenNote, onTalk }: EditorProps) {
  const language = useLanguage();
  const { notes, files: fileWords, comments } = useText();
  const theme = useColorScheme();
  const [finds, setFinds] = useState(false);
  const [files] = useState(() => new Files(fileWords));
  const [given, setGiven] = useState<Given | null>(null);
  const [plainly] = useState(pastePlainly);
  useWhile(replica.note, () => () => { files.release(); });
  useMark("note");
  const comment = () => {
    talkAbout(replica, selectedAnchor(editor.prosemirrorState));
    onTalk();
  };
  const commentable = useNotes((state) => state.said[replica.note]?.allowed ?? false);
  useKeys({ "Ctrl+F": () => { setFinds(true); }, "Ctrl+Alt+M": () => { if (commentable) comment(); } });
  const take = async (file: File) => {
    try {
      return await giveFile(replica.note, file);
    } catch (error) {
      setGiven({ type: "notTaken", failure: toFailure(error) });
      throw error;
    }
  };
  const editor = useCreateBlockNote(
    {
      schema: schema({ ...notes.blocks, untitled: notes.untitled }, onOpenNote),
      extensions: [commentMark, finding, cleanDrops, plainly.keys, codeKeys, mentionChips, following(replica), moreKeys((link) => { openLink(link, onOpenNote); }), discussion(replica, (thread) => { choose(replica, thread); onTalk(); })],
      dictionary: dictionaries[language],
      uploadFile: (file) => take(file),
      pasteHandler: (pasted) => paste({ ...pasted, plainly: plainly.asked(), untitled: notes.untitled }),
      resolveFileUrl: (address) => files.show(address),
      links: { onClick: (event) => { followLink(event, onOpenNote); } },
      collaboration: {
        fragment: replica.doc.getXmlFragment("document-store"),
        user,
        provider: { awareness: replica.awareness },
      },
      // What is pasted was read once; letters in it that look like marks are letters.
      _tiptapOptions: { enablePasteRules: false },
      domAttributes: { editor: { "aria-label": notes.text.label, "data-testid": "note-editor", lang: language, spellcheck: "true" } },
    },
    [replica, language],
  );
  useBound(replica, editor);
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
    ...getDefaultReactSlashMenuItems(editor),
    callout,
    ...getPageBreakReactSlashMenuItems(editor),
  ];
  const save = ({ note, file, name }: SelectedFile) => {
    call("file_save", { note, file, name }).then(
      (path) => { setGiven({ type: "saved", path }); },
      (error: unknown) => { setGiven({ type: "failed", failure: toFailure(error) }); },
    );
  };
  return (
    <>
      <GivenNote given={given} onHide={() => { setGiven(null); }} />
      {finds && <FindBar view={editor.prosemirrorView} matches={matches} editable={editable} onClose={() => { setFinds(false); }} />}
      <BlockNoteView editor={editor} editable={editable} theme={theme} className={css.editor ?? ""} slashMenu={false} formattingToolbar={false} linkToolbar={false}>
        {!finds && <FormattingToolbarController formattingToolbar={() => <Toolbar editable={editable} save={{ label: fileWords.save, onSave: save }} comment={commentable ? { label: comments.addHint, onComment: comment } : null} />} />}
        <LinkToolbarController linkToolbar={(menu) => <LinkMenu {...menu} onOpen={(address) => { openLink({ type: "address", address }, onOpenNote); }} />} />
        <SuggestionMenuController
          triggerCharacter="/"
          getItems={(query) => Promise.resolve(filterSuggestionItems(slash(), query))}
        />
        <LinkMenus note={replica.note} people={people} />
      </BlockNoteView>
    </>
  );
}
