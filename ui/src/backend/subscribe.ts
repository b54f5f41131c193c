// The one ordered stream of events, beginning with the whole state. A later subscriber takes over.
import { Channel, invoke } from "@tauri-apps/api/core";
import type { Event } from "./generated/Event";

/** Hands every batch to `receive`, in order, for as long as the window lives. */
export const subscribe = (receive: (events: Event[]) => void): Promise<void> => {
  const channel = new Channel<Event[]>();
  channel.onmessage = receive;
  return invoke<void>("subscribe", { channel });
};
