// What belongs to the desk as a whole: the connection, the outbox and the settings.
import { create } from "zustand";
import type { Event } from "../backend/generated/Event";
import type { Millis } from "../backend/generated/Millis";
import type { PolicyLine } from "../backend/generated/PolicyLine";
import type { Settings } from "../backend/generated/Settings";
import type { Waiting } from "../backend/generated/Waiting";

export interface DeskState {
  /** None until it is known: then nothing is said about it. */
  connection: { online: boolean; since: Millis } | null;
  waiting: readonly Waiting[];
  settings: Settings;
  policies: readonly PolicyLine[];
  version: string;
}

export const noDesk: DeskState = {
  connection: null,
  waiting: [],
  settings: { language: null, theme: "system" },
  policies: [],
  version: "",
};

/** The only way the desk's state changes. Events of the features leave it as it is. */
export function reduceDesk(state: DeskState, event: Event): DeskState {
  switch (event.type) {
    case "connectionChanged":
      return { ...state, connection: { online: event.online, since: event.since } };
    case "outboxChanged":
      return { ...state, waiting: event.waiting };
    case "settingsChanged":
      return { ...state, settings: event.settings, policies: event.policies, version: event.version };
    case "accountChanged":
      return event.account.type === "open" ? state : { ...state, waiting: [] };
    default:
      return state;
  }
}

export const useDesk = create<DeskState>(() => noDesk);
