// What the window knows about chat: rooms, open timelines, encryption. Nothing is kept that a component can derive.
import { create } from "zustand";
import type { Encryption } from "../backend/generated/Encryption";
import type { Event } from "../backend/generated/Event";
import type { Older } from "../backend/generated/Older";
import type { RoomId } from "../backend/generated/RoomId";
import type { RoomSummary } from "../backend/generated/RoomSummary";
import type { Verification } from "../backend/generated/Verification";
import { applyDiffs, noTimeline, type Timeline } from "./timeline";

export type ChatState = {
  /** Whether any list has come yet. */
  known: boolean;
  /** Whether the server was asked since the start. */
  complete: boolean;
  /** Whether the servers can be reached: an empty list is explained by it. */
  online: boolean;
  rooms: Readonly<Record<RoomId, RoomSummary>>;
  timelines: Readonly<Record<RoomId, Timeline>>;
  older: Readonly<Record<RoomId, Older>>;
  encryption: Encryption;
  verification: Verification | null;
};

export const noChat: ChatState = {
  known: false,
  complete: false,
  online: true,
  rooms: {},
  timelines: {},
  older: {},
  encryption: "unknown",
  verification: null,
};

/** The only way the chat's state changes. Events of other features leave it as it is. */
export function reduceChat(state: ChatState, event: Event): ChatState {
  switch (event.type) {
    case "accountChanged":
      return event.account.type === "open" ? state : { ...noChat, online: state.online };
    case "connectionChanged":
      return { ...state, online: event.online };
    case "roomsChanged":
      return changeRooms(state, event);
    case "timelineChanged": {
      const timeline = applyDiffs(state.timelines[event.room] ?? noTimeline, event.diffs);
      return { ...state, timelines: { ...state.timelines, [event.room]: timeline } };
    }
    case "timelineOlderChanged":
      return { ...state, older: { ...state.older, [event.room]: event.older } };
    case "encryptionChanged":
      return { ...state, encryption: event.encryption };
    case "verificationChanged":
      return { ...state, verification: event.verification };
    default:
      return state;
  }
}

type RoomsChanged = Extract<Event, { type: "roomsChanged" }>;

function changeRooms(state: ChatState, event: RoomsChanged): ChatState {
  const rooms = new Map(event.reset ? [] : Object.entries(state.rooms));
  for (const room of event.rooms) rooms.set(room.id, room);
  const gone = new Set(event.removed);
  return {
    ...state,
    known: true,
    complete: event.complete,
    rooms: without(Object.fromEntries(rooms), gone),
    timelines: without(state.timelines, gone),
    older: without(state.older, gone),
  };
}

function without<T>(record: Readonly<Record<string, T>>, gone: ReadonlySet<string>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([id]) => !gone.has(id)));
}

/** Invitations first, then the room where something happened last. */
export function sortedRooms(rooms: ChatState["rooms"]): RoomSummary[] {
  const invited = (room: RoomSummary) => Number(room.kind === "invitation");
  return Object.values(rooms).sort(
    (a, b) => invited(b) - invited(a) || b.recency - a.recency || (a.id < b.id ? -1 : 1),
  );
}

export const useChat = create<ChatState>(() => noChat);
