// Keeps a room's timeline open for as long as a component shows it, and says when it could not be opened.
import { useSyncExternalStore } from "react";
import { call, toFailure } from "../backend/call";
import type { Failure } from "../backend/generated/Failure";
import type { RoomId } from "../backend/generated/RoomId";

type Opened = { users: number; failure: Failure | null; listeners: Set<() => void> };

const rooms = new Map<RoomId, Opened>();

/** Why the room could not be opened, if it could not. */
export function useOpenRoom(room: RoomId): Failure | null {
  const subscribe = (changed: () => void) => {
    const opened = rooms.get(room) ?? start(room);
    opened.users += 1;
    opened.listeners.add(changed);
    return () => {
      opened.users -= 1;
      opened.listeners.delete(changed);
      // A pane that is drawn again takes the room back at once.
      queueMicrotask(() => { endIfUnused(room, opened); });
    };
  };
  return useSyncExternalStore(subscribe, () => rooms.get(room)?.failure ?? null);
}

/** Tries again to open a room that is shown. */
export function openAgain(room: RoomId): void {
  const opened = rooms.get(room);
  if (opened !== undefined) open(room, opened);
}

function start(room: RoomId): Opened {
  const opened: Opened = { users: 0, failure: null, listeners: new Set() };
  rooms.set(room, opened);
  open(room, opened);
  return opened;
}

function open(room: RoomId, opened: Opened): void {
  const tell = (failure: Failure | null) => {
    opened.failure = failure;
    for (const listener of opened.listeners) listener();
  };
  call("room_open", room).then(
    () => { tell(null); },
    (error: unknown) => { tell(toFailure(error)); },
  );
}

function endIfUnused(room: RoomId, opened: Opened): void {
  if (opened.users > 0 || rooms.get(room) !== opened) return;
  rooms.delete(room);
  call("room_close", room).catch(() => undefined);
}
