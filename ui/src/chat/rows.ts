// How the rows of a timeline are drawn: grouped by who wrote them. Pure.
import type { Person } from "../backend/generated/Person";
import type { TimelineItem } from "../backend/generated/TimelineItem";
import type { Timeline } from "./timeline";

/** Messages of one person closer than this stand together. */
const TOGETHER = 5 * 60_000;

export type Row = {
  item: TimelineItem;
  /** Whether the sender and the time are shown: it does not continue the row above. */
  first: boolean;
};

export function rows(timeline: Timeline): Row[] {
  return timeline.map((item, index) => {
    const above = timeline[index - 1];
    const first = above === undefined || !continues(above, item);
    return { item, first };
  });
}

function continues(above: TimelineItem, item: TimelineItem): boolean {
  const [before, now] = [senderOf(above), senderOf(item)];
  if (before === undefined || now === undefined || before.id !== now.id) return false;
  return item.time - above.time < TOGETHER && sameDay(above.time, item.time);
}

/** Who wrote a row, if it is a person's. */
export function senderOf(item: TimelineItem): Person | undefined {
  switch (item.content.type) {
    case "message":
    case "undecryptable":
    case "deleted":
      return item.content.sender;
    default:
      return undefined;
  }
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** The last thing someone else said since `seen`, for the live region; nothing when there is nothing new. */
export function lastFromOthers(timeline: Timeline): { id: string; name: string; text: string } | undefined {
  for (let index = timeline.length - 1; index >= 0; index -= 1) {
    const item = timeline[index];
    if (item === undefined || item.content.type !== "message" || item.content.own) continue;
    return { id: item.id, name: item.content.sender.name, text: item.content.text };
  }
  return undefined;
}
