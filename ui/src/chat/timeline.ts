// Applies the changes of a timeline, in order. Pure; it never guesses what a message may become.
import type { TimelineDiff } from "../backend/generated/TimelineDiff";
import type { TimelineItem } from "../backend/generated/TimelineItem";

export type Timeline = readonly TimelineItem[];

export const noTimeline: Timeline = [];

/** The timeline after all of the changes. The one given is left as it is. */
export function applyDiffs(timeline: Timeline, diffs: readonly TimelineDiff[]): Timeline {
  if (diffs.length === 0) return timeline;
  const items = [...timeline];
  for (const diff of diffs) applyDiff(items, diff);
  return items;
}

function applyDiff(items: TimelineItem[], diff: TimelineDiff): void {
  switch (diff.type) {
    case "reset":
      items.splice(0, items.length, ...diff.items);
      return;
    case "insert":
      items.splice(diff.index, 0, diff.item);
      return;
    case "set":
      // A row that is not there cannot be set; a hole in the list would break every row after it.
      if (diff.index < items.length) items[diff.index] = diff.item;
      return;
    case "remove":
      items.splice(diff.index, 1);
      return;
    case "truncate":
      items.splice(diff.length);
      return;
    default:
      return unreachable(diff);
  }
}

function unreachable(diff: never): never {
  throw new Error(`unknown change of a timeline: ${JSON.stringify(diff)}`);
}
