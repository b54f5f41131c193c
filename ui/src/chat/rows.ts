// How the rows of a timeline are drawn: grouped by who wrote them. Pure.
import type { ItemContent } from "../backend/generated/ItemContent";
import type { ItemId } from "../backend/generated/ItemId";
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
  const [before, now] = [senderOf(above.content), senderOf(item.content)];
  if (before === undefined || now === undefined || before.id !== now.id) return false;
  return item.time - above.time < TOGETHER && sameDay(above.time, item.time);
}

/** Who wrote a row, if it is a person's. */
export function senderOf(content: ItemContent): Person | undefined {
  switch (content.type) {
    case "message":
    case "undecryptable":
    case "deleted":
      return content.sender;
    default:
      return undefined;
  }
}

function sameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString();
}

/** The last thing someone else said at or after a time, for the live region. */
export function lastHeard(timeline: Timeline, since: number): { name: string; text: string } | undefined {
  const item = timeline.findLast(({ content }) => content.type === "message" && !content.own);
  if (item?.content.type !== "message" || item.time < since) return undefined;
  return { name: item.content.sender.name, text: item.content.text };
}

/** How many messages of others stand below a row; none when the row is not there. */
export function newBelow(timeline: Timeline, row: ItemId | null): number {
  const index = row === null ? -1 : timeline.findLastIndex(({ id }) => id === row);
  if (index < 0) return 0;
  const below = timeline.slice(index + 1);
  return below.filter(({ content }) => senderOf(content) !== undefined && !(content.type === "message" && content.own)).length;
}
