// Which feature fills the list and the main pane. The features do not know one another: here they meet.
import { PanelLeft } from "lucide-react";
import type { ReactNode } from "react";
import { AssistantPane } from "../assistant/AssistantPane";
import type { Account } from "../backend/generated/Account";
import type { NoteId } from "../backend/generated/NoteId";
import type { Parts } from "../backend/generated/Parts";
import type { Person } from "../backend/generated/Person";
import type { Place } from "../backend/generated/Place";
import { NoteLinks } from "../chat/note-links";
import { peopleIn } from "../chat/people";
import { RoomPane } from "../chat/RoomPane";
import { RoomsList } from "../chat/RoomsList";
import { useChat } from "../chat/store";
import { EmptyState } from "../kit/EmptyState";
import { IconButton } from "../kit/IconButton";
import { Pane } from "../kit/Pane";
import { CommentsPane } from "../notes/CommentsPane";
import { NotePane } from "../notes/NotePane";
import { NotesList } from "../notes/NotesList";
import { useNotes } from "../notes/store";
import { useText } from "../text/use-text";
import { useDesk } from "./store";
import type { View } from "./view";

interface PartProps {
  view: View;
  parts: Parts;
  me: Person;
  change: (next: Partial<View>) => void;
}

/** The list of the part that is shown. */
export function ListOf({ view, parts, change }: PartProps) {
  if (parts[view.part] === "absent") return <Absent part={view.part} kind="list" />;
  if (view.part === "chat") return <RoomsList selected={view.room} onOpen={(room) => { change({ room }); }} />;
  return <NotesList selected={view.note} onOpen={(note) => { change({ note }); }} />;
}

/** What is open of the part that is shown. */
export function MainOf({ view, parts, me, change }: PartProps) {
  if (parts[view.part] === "absent") return <Absent part={view.part} kind="main" />;
  const buttons = <FrameButtons view={view} change={change} />;
  if (view.part === "chat") return <Room room={view.room} actions={buttons} onNote={(note) => { change({ part: "notes", note }); }} />;
  const talk = (on: boolean) => { change({ side: on ? "comments" : null }); };
  return <NotePane note={view.note} me={me} people={() => peopleIn(useChat.getState())} onOpen={(note) => { change({ note }); }} actions={buttons} talking={view.side === "comments"} onTalk={talk} />;
}

interface RoomProps {
  room: View["room"];
  actions: ReactNode;
  onNote: (note: NoteId) => void;
}

/** A room, told what the notes that are linked in it are called. */
function Room({ room, actions, onNote }: RoomProps) {
  const notes = useNotes((state) => state.notes);
  return (
    <NoteLinks value={{ titleOf: (note) => notes[note]?.title, open: onNote }}>
      <RoomPane room={room} actions={actions} />
    </NoteLinks>
  );
}

interface SideProps {
  view: View;
  account: Extract<Account, { type: "open" }>;
  change: (next: Partial<View>) => void;
  onOpen: (place: Place) => void;
}

/** What stands beside it. */
export function SideOf({ view: { part, side, note, conversation }, account, change, onOpen }: SideProps) {
  const online = useDesk((desk) => desk.connection?.online !== false);
  const title = useNotes((notes) => (note === null ? undefined : notes.notes[note]?.title));
  const close = () => { change({ side: null }); };
  if (side === "comments") return note && <CommentsPane key={note} note={note} onClose={close} />;
  return (
    <AssistantPane
      conversation={conversation}
      current={part === "notes" && note !== null && title !== undefined ? { id: note, title } : null}
      online={online}
      signedIn={account.standing.type === "signedIn" && account.parts.assistant === "ready"}
      onConversation={(next) => { change({ conversation: next }); }}
      onNote={(id) => { onOpen({ type: "note", id }); }}
      onClose={close}
    />
  );
}

function FrameButtons({ view, change }: { view: View; change: PartProps["change"] }) {
  const { app } = useText();
  const toggle = () => { change({ list: !view.list }); };
  return <IconButton label={view.list ? app.hideList : app.showList} icon={<PanelLeft />} shortcut="Ctrl+B" onPress={toggle} testId="toggle-list" />;
}

function Absent({ part, kind }: { part: View["part"]; kind: "list" | "main" }) {
  const { absent, parts } = useText().app;
  if (kind === "list") return <Pane kind="list" label={parts[part]} title={<h2>{parts[part]}</h2>}>{null}</Pane>;
  return (
    <Pane kind="main" label={parts[part]} title={<h1>{parts[part]}</h1>}>
      <EmptyState title={absent.title(parts[part])}>{absent.advice}</EmptyState>
    </Pane>
  );
}
