// The one writer: every event comes through here, in order, and goes to each feature's reducer. A batch is one change
// of each store, so a thousand events in a batch are drawn once.
import { reduceAccount, useAccount } from "../account/store";
import { reduceAssistant, useAssistant } from "../assistant/store";
import type { Event } from "../backend/generated/Event";
import { subscribe } from "../backend/subscribe";
import { reduceChat, useChat } from "../chat/store";
import { hearReplica } from "../notes/replica";
import { reduceNotes, useNotes } from "../notes/store";
import { reduceDesk, useDesk } from "./store";

/** Takes in one batch. */
export const receive = (events: readonly Event[]): void => {
  useDesk.setState((state) => events.reduce(reduceDesk, state), true);
  useNotes.setState((state) => events.reduce(reduceNotes, state), true);
  useChat.setState((state) => events.reduce(reduceChat, state), true);
  useAssistant.setState((state) => events.reduce(reduceAssistant, state), true);
  events.forEach(hearReplica);
  useAccount.setState((state) => events.reduce(reduceAccount, state), true);
};

/** Listens from now on. */
export const listen = (): Promise<void> => subscribe(receive);
