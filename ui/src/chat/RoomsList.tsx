import { Lock, MessageSquarePlus, MessagesSquare } from "lucide-react";
import { useState } from "react";
import type { RoomId } from "../backend/generated/RoomId";
import type { RoomSummary } from "../backend/generated/RoomSummary";
import { Button } from "../kit/Button";
import { cx } from "../kit/cx";
import { EmptyState } from "../kit/EmptyState";
import { IconButton } from "../kit/IconButton";
import { List } from "../kit/List";
import { Pane } from "../kit/Pane";
import { Skeleton } from "../kit/Skeleton";
import { useNow } from "../kit/use-now";
import { count, moment } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import { Avatar } from "./Avatar";
import { CreateRoom } from "./CreateRoom";
import { EncryptionBanner } from "./EncryptionBanner";
import css from "./RoomsList.module.css";
import { sortedRooms, useChat } from "./store";

interface RoomsListProps {
  /** Which room is open. */
  selected: RoomId | null;
  onOpen: (room: RoomId) => void;
}

/** The rooms of this agent, the one where something happened last first. */
export function RoomsList({ selected, onOpen }: RoomsListProps) {
  const { chat: words } = useText();
  const [creating, setCreating] = useState(false);
  const add = () => { setCreating(true); };
  return (
    <Pane
      kind="list"
      label={words.heading}
      title={<h2>{words.heading}</h2>}
      actions={<IconButton label={words.newRoom} icon={<MessageSquarePlus />} onPress={add} testId="room-new" />}
    >
      <EncryptionBanner />
      <Rooms selected={selected} onOpen={onOpen} onAdd={add} />
      {creating && <CreateRoom onClose={() => { setCreating(false); }} onCreated={onOpen} />}
    </Pane>
  );
}

function Rooms({ selected, onOpen, onAdd }: RoomsListProps & { onAdd: () => void }) {
  const { chat: words } = useText();
  const { known, complete, online, rooms } = useChat();
  const sorted = sortedRooms(rooms);
  if (sorted.length > 0) {
    return (
      <List label={words.heading} items={sorted} selected={selected} onOpen={onOpen} textOf={(room) => room.name} rowHeight={52}>
        {(room) => <RoomRow room={room} />}
      </List>
    );
  }
  if (known && complete) {
    return (
      <EmptyState icon={<MessagesSquare />} title={words.empty.title} action={<Button onPress={onAdd}>{words.empty.action}</Button>}>
        {words.empty.text}
      </EmptyState>
    );
  }
  if (known && !online) return <EmptyState icon={<MessagesSquare />} title={words.waitingOffline} />;
  return <Skeleton rows={6} />;
}

function RoomRow({ room }: { room: RoomSummary }) {
  const { chat: words } = useText();
  const language = useLanguage();
  const now = useNow(60_000);
  const invited = room.kind === "invitation";
  const latest = room.latest && words.preview(room.latest.sender, room.latest.text);
  return (
    <span className={css.room} data-testid={`room-row-${room.id}`}>
      <Avatar id={room.id} name={room.name} />
      <span className={css.words}>
        <span className={css.line}>
          <span className={cx(css.name, room.unread > 0 && css.fresh)}>{room.name}</span>
          {room.encrypted && <Lock className={css.lock} role="img" aria-label={words.encrypted} />}
          {room.recency > 0 && <time className={css.time}>{moment(language, room.recency, now)}</time>}
        </span>
        <span className={css.line}>
          <span className={css.preview}>{invited ? words.invitation : latest}</span>
          <Badge room={room} />
        </span>
      </span>
    </span>
  );
}

function Badge({ room }: { room: RoomSummary }) {
  const { chat: words } = useText();
  const counted = count(useLanguage());
  if (room.kind === "invitation") return <span className={cx(css.badge, css.dot)} aria-hidden />;
  if (room.unread === 0) return null;
  const label = room.mentions > 0 ? counted(room.mentions, words.mentions) : counted(room.unread, words.unread);
  return (
    <span className={cx(css.badge, room.mentions > 0 && css.mention)} role="img" aria-label={label} title={label}>
      {room.unread > 99 ? "99+" : room.unread}
    </span>
  );
}
