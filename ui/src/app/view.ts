// Where the agent is looking. It lives in the desk component alone; these are its pure steps.
import type { ConversationId } from "../backend/generated/ConversationId";
import type { NoteId } from "../backend/generated/NoteId";
import type { Parts } from "../backend/generated/Parts";
import type { Place } from "../backend/generated/Place";
import type { RoomId } from "../backend/generated/RoomId";
import { unreachable } from "../kit/unreachable";

export type MainPart = "notes" | "chat";
export type Side = "assistant" | "comments";
export type Overlay = "palette" | "help" | "settings" | null;
export type SettingsSection = "general" | "account" | "recovery" | "policies";

export interface View {
  part: MainPart;
  note: NoteId | null;
  room: RoomId | null;
  conversation: ConversationId | null;
  list: boolean;
  /** What stands beside what is open; comments only beside a note. */
  side: Side | null;
  overlay: Overlay;
  section: SettingsSection;
}

export const firstView: View = {
  part: "notes",
  note: null,
  room: null,
  conversation: null,
  list: true,
  side: null,
  overlay: null,
  section: "general",
};

/** Shows a note, a room or a conversation, whatever is open now. */
export const goTo = (view: View, place: Place): View => {
  switch (place.type) {
    case "note":
      return { ...view, part: "notes", note: place.id, overlay: null };
    case "room":
      return { ...view, part: "chat", room: place.id, overlay: null };
    case "conversation":
      return { ...view, side: "assistant", conversation: place.id, overlay: null };
    default:
      return unreachable(place);
  }
};

/** The part's list; pressed again while the part is shown, the list is shown or hidden. */
export const pressPart = (view: View, part: MainPart): View =>
  view.part === part ? { ...view, list: !view.list } : { ...view, part, list: true };

/** The view at the start: what was open when the agent was here last. */
export const viewOf = (parts: Parts, places: readonly Place[]): View => {
  const first: View = parts.notes === "absent" && parts.chat !== "absent" ? { ...firstView, part: "chat" } : firstView;
  return places.filter((place) => parts[partOf[place.type]] !== "absent").reduce(goTo, first);
};

const partOf: Record<Place["type"], keyof Parts> = { note: "notes", room: "chat", conversation: "assistant" };

/** What is open, the one in front last. */
export const placesIn = ({ part, note, room, conversation, side }: View): Place[] => {
  const notes: Place[] = note === null ? [] : [{ type: "note", id: note }];
  const rooms: Place[] = room === null ? [] : [{ type: "room", id: room }];
  const conversations: Place[] = side === "assistant" && conversation !== null ? [{ type: "conversation", id: conversation }] : [];
  return [...conversations, ...(part === "notes" ? [...rooms, ...notes] : [...notes, ...rooms])];
};

/** What the main pane holds, if anything. */
export const openIn = (view: View): string | null => (view.part === "notes" ? view.note : view.room);

/** Shown, or hidden when it is shown already. */
export const toggleSide = (view: View, side: Side): View => ({ ...view, side: view.side === side ? null : side });

/** What stands beside what is open, if anything can. */
export const sideIn = ({ part, note, side }: View, parts: Parts): Side | null => {
  const there = side === "comments" ? part === "notes" && note !== null : parts.assistant !== "absent";
  return there ? side : null;
};

/** One step back: out of what is open, to the list. */
export const back = (view: View): View =>
  view.part === "notes" ? { ...view, note: null, list: true } : { ...view, room: null, list: true };
