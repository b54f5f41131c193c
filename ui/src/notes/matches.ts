// How many places in the text are found, and which of them is selected. Pure.
import { getMatchHighlights } from "prosemirror-search";
import type { EditorState } from "prosemirror-state";

export type Matches = {
  count: number;
  /** Counted from one; none is selected at 0. */
  current: number;
};

export function matchesIn(state: EditorState): Matches {
  const found = getMatchHighlights(state).find();
  const { from, to } = state.selection;
  return { count: found.length, current: found.findIndex((match) => match.from === from && match.to === to) + 1 };
}
