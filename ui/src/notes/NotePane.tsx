import { FileText, History, MessageSquareText, Star, Trash2, UserPlus } from "lucide-react";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useStore } from "zustand";
import { call } from "../backend/call";
import type { NoteId } from "../backend/generated/NoteId";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import type { Person } from "../backend/generated/Person";
import type { Thread } from "../backend/generated/Thread";
import { Button } from "../kit/Button";
import { cx } from "../kit/cx";
import { EmptyState } from "../kit/EmptyState";
import { Trouble } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { Pane } from "../kit/Pane";
import { Skeleton } from "../kit/Skeleton";
import { useAction } from "../kit/use-action";
import { useKeys } from "../kit/use-keys";
import { useText } from "../text/use-text";
import { Company, Following } from "./Company";
import { NoteBanners } from "./NoteBanners";
import { NoteLinking } from "./NoteLinking";
import { NoteMenu, type Reading } from "./NoteMenu";
import { NoteOutline } from "./NoteOutline";
import css from "./NotePane.module.css";
import { NoteStatusLine } from "./NoteStatusLine";
import { NoteTitle } from "./NoteTitle";
import { NoteUploads } from "./NoteUploads";
import { OpenHistory } from "./OpenHistory";
import { PlainNote } from "./PlainNote";
import { colourOf } from "./presence";
import { type Replica, useReplica } from "./replica";
import { ShareNote } from "./ShareNote";
import { useNotes } from "./store";

const Editor = lazy(() => import("./Editor").then((module) => ({ default: module.Editor })));

interface NotePaneProps {
  /** None: nothing is open. */
  note: NoteId | null;
  /** Whose cursor others see. */
  me: Person;
  /** Those whom the window has seen elsewhere, to be mentioned. */
  people: () => readonly Person[];
  onOpen: (note: NoteId) => void;
  /** Whether what is said about the note stands beside it. */
  talking: boolean;
  onTalk: (on: boolean) => void;
  /** Buttons of the frame, right in the head. */
  actions?: ReactNode;
  /** Left in the head; the way back where panes stack. */
  before?: ReactNode;
}

/** The open note. */
export function NotePane({ note, ...rest }: NotePaneProps) {
  const { notes: words } = useText();
  if (note !== null) return <OpenNotePane key={note} note={note} {...rest} />;
  return (
    <Pane kind="main" label={words.pick.title} title={rest.before} actions={rest.actions}>
      <EmptyState icon={<FileText />} page title={words.pick.title}>{words.pick.text}</EmptyState>
    </Pane>
  );
}

function OpenNotePane({ note, me, people, onOpen, talking, onTalk, actions, before }: NotePaneProps & { note: NoteId }) {
  const { notes: words } = useText();
  const summary = useNotes((state) => state.notes[note]);
  // A new note may be open before the list knows it; one that was in the list and left it is gone.
  const [seen, setSeen] = useState(false);
  if (summary !== undefined && !seen) setSeen(true);
  const title = summary?.title ?? words.untitled;
  const [reading, setReading] = useState(false);
  const canWrite = summary?.editable ?? false;
  const guard = { on: reading, onChange: setReading };
  useKeys({ "Ctrl+Shift+E": () => { if (canWrite) setReading(!reading); } });
  const inTrash = summary !== undefined && summary.deleted !== null;
  const living = summary !== undefined && !inTrash;
  return (
    <Pane
      kind="main"
      label={title}
      title={<div className={css.head}>{before}<h1>{title}</h1></div>}
      actions={
        <>
          {living && <Colleagues note={note} />}
          {living && <NoteStatusLine note={summary} />}
          {living && <Outline note={note} />}
          {living && <Comments note={note} on={talking} onPress={() => { onTalk(!talking); }} />}
          {living && <NoteVersions note={summary} />}
          {living && <Share note={summary} />}
          {living && <Favourite note={summary} />}
          {living && <NoteMenu note={summary} onOpen={onOpen} shown testId="note-menu" {...(canWrite && { reading: guard })} />}
          {actions}
        </>
      }
    >
      {inTrash ? (
        <InTrash note={summary} />
      ) : summary === undefined && seen ? (
        <EmptyState icon={<FileText />} title={words.text.gone.title}>{words.text.gone.text}</EmptyState>
      ) : (
        <NoteText note={note} summary={summary} reading={guard} me={me} people={people} onOpen={onOpen} onTalk={() => { onTalk(true); }} />
      )}
    </Pane>
  );
}

function Colleagues({ note }: { note: NoteId }) {
  const replica = useReplica(note);
  return replica && <Company replica={replica} />;
}

function Outline({ note }: { note: NoteId }) {
  const replica = useReplica(note);
  return replica && <NoteOutline replica={replica} />;
}

const none: readonly Thread[] = [];

function Comments({ note, on, onPress }: { note: NoteId; on: boolean; onPress: () => void }) {
  const { comments: words } = useText();
  const threads = useNotes((state) => state.said[note]?.threads ?? none);
  const open = threads.filter((thread) => !thread.resolved).length;
  return (
    <span className={css.counted}>
      <IconButton label={words.open(open)} icon={<MessageSquareText />} on={on} onPress={onPress} testId="comments-open" />
      {open > 0 && <span className={css.count} aria-hidden>{open}</span>}
    </span>
  );
}

function Favourite({ note }: { note: NoteSummary }) {
  const { notes: words } = useText();
  const mark = useAction();
  const { id, favourite } = note;
  const change = () => { mark.run(() => call("note_favour", { note: id, favourite: !favourite })); };
  return <IconButton label={favourite ? words.unfavour : words.favour} icon={<Star className={cx(favourite && css.marked)} />} on={favourite} onPress={change} testId="note-favour" />;
}

function NoteVersions({ note }: { note: NoteSummary }) {
  const { history: words } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton label={words.action} icon={<History />} onPress={() => { setOpen(true); }} testId="history-open" />
      {open && <OpenHistory note={note} onClose={() => { setOpen(false); }} />}
    </>
  );
}

function Share({ note }: { note: NoteSummary }) {
  const { sharing: words } = useText();
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton label={words.action} icon={<UserPlus />} onPress={() => { setOpen(true); }} testId="share-open" />
      {open && <ShareNote note={note} onClose={() => { setOpen(false); }} />}
    </>
  );
}

function InTrash({ note }: { note: NoteSummary }) {
  const { notes: words } = useText();
  const restore = useAction();
  const revive = () => { restore.run(() => call("note_restore", note.id)); };
  return (
    <>
      {restore.failure && <Trouble title={words.failed.restore} advice="" detail={restore.failure.detail} onRetry={revive} />}
      <EmptyState icon={<Trash2 />} title={words.deleted(note.title ?? words.untitled)} action={<Button onPress={revive} busy={restore.busy} testId="note-undo">{words.takeOut}</Button>}>
        {words.trashKept}
      </EmptyState>
    </>
  );
}

interface NoteTextProps {
  note: NoteId;
  /** None until the list has come. */
  summary: NoteSummary | undefined;
  reading: Reading;
  me: Person;
  people: () => readonly Person[];
  onOpen: (note: NoteId) => void;
  onTalk: () => void;
}

function NoteText({ note, summary, reading, me, people, onOpen, onTalk }: NoteTextProps) {
  const replica = useReplica(note);
  const printing = useNotes((state) => state.leaving.printing);
  useKeys({ "Ctrl+P": () => { if (printing) window.print(); } });
  if (replica === undefined) return <Skeleton rows={6} />;
  const editable = (summary?.editable ?? false) && !reading.on;
  return (
    <div className={css.scroll} data-scrolls>
      <Following replica={replica} />
      <div className={css.column}>
        {summary && <NoteTitle note={summary} editable={editable} />}
        <NoteBanners replica={replica} known={summary} reading={reading} />
        {summary && <div className={css.banners}><NoteUploads note={summary} /></div>}
        <NoteBody replica={replica} editable={editable} me={me} people={people} onOpen={onOpen} onTalk={onTalk} />
        <NoteLinking note={note} onOpen={onOpen} />
      </div>
    </div>
  );
}

interface NoteBodyProps {
  replica: Replica;
  editable: boolean;
  me: Person;
  people: () => readonly Person[];
  onOpen: (note: NoteId) => void;
  onTalk: () => void;
}

function NoteBody({ replica, editable, me, people, onOpen, onTalk }: NoteBodyProps) {
  const { notes: words } = useText();
  const { text, unsupported } = useStore(replica.state);
  const online = useNotes((state) => state.online);
  if (text === "failed") {
    return <Trouble title={words.text.failed.title} advice={words.text.failed.text} onRetry={replica.open} />;
  }
  if (text === "waiting") {
    const away = words.text.offline;
    return online ? <Skeleton rows={6} /> : <EmptyState icon={<FileText />} title={away.title}>{away.text}</EmptyState>;
  }
  if (unsupported) return <PlainNote replica={replica} />;
  return (
    <Suspense fallback={<Skeleton rows={6} />}>
      <Editor replica={replica} user={{ name: me.name, color: colourOf(me.id) }} people={people} editable={editable} onOpenNote={onOpen} onTalk={onTalk} />
    </Suspense>
  );
}
