// What the window knows about conversations with the assistant: their list, and the turns of those that are open.
import { create } from "zustand";
import type { ConversationId } from "../backend/generated/ConversationId";
import type { ConversationSummary } from "../backend/generated/ConversationSummary";
import type { Event } from "../backend/generated/Event";
import type { Turn } from "../backend/generated/Turn";

export interface AssistantState {
  conversations: Readonly<Record<ConversationId, ConversationSummary>>;
  /** Oldest first. A conversation that is not in here has not been read yet. */
  turns: Readonly<Record<ConversationId, readonly Turn[]>>;
}

export const noConversations: AssistantState = { conversations: {}, turns: {} };

/** The only way the assistant's state changes. Events of other features leave it as it is. */
export function reduceAssistant(state: AssistantState, event: Event): AssistantState {
  switch (event.type) {
    case "accountChanged":
      return event.account.type === "open" ? state : noConversations;
    case "conversationsChanged":
      return changeList(state, event);
    case "conversationOpened":
      return withTurns(state, event.conversation, event.turns);
    case "answerChanged": {
      const turns = state.turns[event.conversation] ?? [];
      const known = turns.some((turn) => turn.id === event.turn.id);
      return withTurns(state, event.conversation, known ? turns.map((turn) => (turn.id === event.turn.id ? event.turn : turn)) : [...turns, event.turn]);
    }
    case "answerGrew": {
      const turns = state.turns[event.conversation];
      if (!turns) return state;
      return withTurns(state, event.conversation, turns.map((turn) =>
        turn.id === event.answer ? { ...turn, state: { type: "streaming" }, answer: turn.answer + event.text } : turn));
    }
    default:
      return state;
  }
}

const withTurns = (state: AssistantState, id: ConversationId, turns: readonly Turn[]): AssistantState => ({
  ...state,
  turns: { ...state.turns, [id]: turns },
});

function changeList(state: AssistantState, event: Extract<Event, { type: "conversationsChanged" }>): AssistantState {
  const gone = new Set(event.removed);
  const list = new Map(event.reset ? [] : Object.entries(state.conversations));
  for (const conversation of event.conversations) list.set(conversation.id, conversation);
  return {
    conversations: Object.fromEntries([...list].filter(([id]) => !gone.has(id))),
    turns: Object.fromEntries(Object.entries(state.turns).filter(([id]) => !gone.has(id))),
  };
}

/** The one that was used last first. */
export const byRecency = (conversations: AssistantState["conversations"]): ConversationSummary[] =>
  Object.values(conversations).sort((a, b) => b.updated - a.updated || (a.id < b.id ? -1 : 1));

export const useAssistant = create<AssistantState>(() => noConversations);
