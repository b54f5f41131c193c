import { Ellipsis, Lock, LockOpen, LogOut, MessagesSquare } from "lucide-react";
import type { ReactNode } from "react";
import { call } from "../backend/call";
import type { RoomId } from "../backend/generated/RoomId";
import type { RoomSummary } from "../backend/generated/RoomSummary";
import { Button } from "../kit/Button";
import { EmptyState } from "../kit/EmptyState";
import { FailureNote, Trouble } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { Menu } from "../kit/Menu";
import { Pane } from "../kit/Pane";
import { Skeleton } from "../kit/Skeleton";
import { useAction } from "../kit/use-action";
import { count } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import { Composer } from "./Composer";
import { openAgain, useOpenRoom } from "./open-room";
import css from "./RoomPane.module.css";
import { useChat } from "./store";
import { TimelineView } from "./TimelineView";

interface RoomPaneProps {
  /** None: nothing is open. */
  room: RoomId | null;
  /** Buttons of the frame, right in the head. */
  actions?: ReactNode;
  /** Left in the head; the way back where panes stack. */
  before?: ReactNode;
}

/** The open room. */
export function RoomPane({ room, actions, before }: RoomPaneProps) {
  const { chat: words } = useText();
  const summary = useChat((state) => (room === null ? undefined : state.rooms[room]));
  const known = useChat((state) => state.known);
  if (room === null) {
    return (
      <Pane kind="main" label={words.pick.title} title={before} actions={actions}>
        <EmptyState icon={<MessagesSquare />} page title={words.pick.title}>{words.pick.text}</EmptyState>
      </Pane>
    );
  }
  if (summary === undefined) {
    return (
      <Pane kind="main" label={words.heading} title={before} actions={actions}>
        {known ? <EmptyState icon={<MessagesSquare />} page title={words.gone.title}>{words.gone.text}</EmptyState> : <Skeleton rows={6} />}
      </Pane>
    );
  }
  return <KnownRoom key={room} room={summary} actions={actions} before={before} />;
}

interface KnownRoomProps {
  room: RoomSummary;
  actions: ReactNode;
  before: ReactNode;
}

function KnownRoom({ room, actions, before }: KnownRoomProps) {
  const { chat: words } = useText();
  const counted = count(useLanguage());
  const leave = useAction();
  const go = () => { leave.run(() => call("room_leave", room.id)); };
  const title = (
    <div className={css.head}>
      {before}
      <h1>{room.name}</h1>
      <Encrypted encrypted={room.encrypted} />
      <span className={css.members}>{counted(room.members, words.members)}</span>
    </div>
  );
  const menu = (
    <Menu
      label={words.options}
      placement="bottom end"
      groups={[[{ id: "leave", label: words.leave, icon: <LogOut />, danger: true, onAct: go }]]}
    >
      <IconButton label={words.options} icon={<Ellipsis />} testId="room-menu" />
    </Menu>
  );
  return (
    <Pane kind="main" label={room.name} title={title} actions={<>{room.kind !== "invitation" && menu}{actions}</>}>
      {leave.failure && <Trouble title={words.failed.leave} advice="" detail={leave.failure.detail} onRetry={go} />}
      {room.kind === "invitation" ? <Invitation room={room} onDecline={go} /> : <OpenRoom room={room} />}
    </Pane>
  );
}

function Encrypted({ encrypted }: { encrypted: boolean }) {
  const { chat: words } = useText();
  const label = encrypted ? words.encrypted : words.notEncrypted;
  return (
    <span className={css.lock} role="img" aria-label={label} title={label}>
      {encrypted ? <Lock aria-hidden /> : <LockOpen aria-hidden />}
    </span>
  );
}

function Invitation({ room, onDecline }: { room: RoomSummary; onDecline: () => void }) {
  const { chat: words } = useText();
  const join = useAction();
  const accept = () => { join.run(() => call("room_join", room.id)); };
  const buttons = (
    <div className={css.choice}>
      <Button onPress={onDecline} testId="room-decline">{words.decline}</Button>
      <Button kind="primary" onPress={accept} busy={join.busy} testId="room-join">{words.join}</Button>
    </div>
  );
  return (
    <>
      {join.failure && <FailureNote failure={join.failure} onRetry={accept} />}
      <EmptyState icon={<MessagesSquare />} title={words.invited(room.name)} action={buttons} />
    </>
  );
}

function OpenRoom({ room }: { room: RoomSummary }) {
  const failure = useOpenRoom(room.id);
  const timeline = useChat((state) => state.timelines[room.id]);
  const shown =
    timeline !== undefined ? (
      <TimelineView room={room.id} timeline={timeline} />
    ) : failure !== null ? (
      <FailureNote failure={failure} onRetry={() => { openAgain(room.id); }} />
    ) : (
      <Skeleton rows={8} />
    );
  return (
    <div className={css.room}>
      <div className={css.timeline}>{shown}</div>
      <Composer room={room} />
    </div>
  );
}
