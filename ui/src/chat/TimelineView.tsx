import { ArrowDown } from "lucide-react";
import { type UIEvent, useRef, useState } from "react";
import { call } from "../backend/call";
import type { ItemId } from "../backend/generated/ItemId";
import type { RoomId } from "../backend/generated/RoomId";
import { Button } from "../kit/Button";
import { Trouble } from "../kit/FailureNote";
import { count } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import { lastHeard, newBelow, rows } from "./rows";
import { useChat } from "./store";
import type { Timeline } from "./timeline";
import { TimelineRow } from "./TimelineRow";
import css from "./TimelineView.module.css";
import { whenRead, whenSeen } from "./watch";

interface TimelineViewProps {
  room: RoomId;
  timeline: Timeline;
}

/** The agent counts as being at the end within this many pixels of it. */
const NEAR = 48;

/** The messages of a room. The column is reversed, so that the end is where scrolling rests and older rows push up. */
export function TimelineView({ room, timeline }: TimelineViewProps) {
  const { chat: words } = useText();
  const counted = count(useLanguage());
  const scroller = useRef<HTMLDivElement>(null);
  // The last row that was there when the agent left the end; none while they are at it.
  const [left, setLeft] = useState<ItemId | null>(null);
  const last = timeline.at(-1)?.id ?? null;
  const scrolled = (event: UIEvent<HTMLDivElement>) => {
    const away = Math.abs(event.currentTarget.scrollTop) > NEAR;
    if (away && left === null) setLeft(last);
    if (!away && left !== null) setLeft(null);
  };
  const below = newBelow(timeline, left);
  const toEnd = () => scroller.current?.scrollTo({ top: 0 });
  return (
    <>
      {/* A region that scrolls must be reachable, or the keyboard could not scroll it. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div ref={scroller} className={css.scroller} onScroll={scrolled} tabIndex={0} role="region" aria-label={words.timeline} data-testid="timeline">
        <div className={css.column}>
          <Above room={room} />
          {timeline.length === 0 && <p className={css.line}>{words.timelineEmpty}</p>}
          <ol className={css.rows}>
            {rows(timeline).map((row) => <TimelineRow key={row.item.id} room={room} row={row} />)}
          </ol>
          {last !== null && <End key={last} room={room} />}
        </div>
      </div>
      {left !== null && (
        <div className={css.below}>
          <Button icon={<ArrowDown aria-hidden />} onPress={toEnd} testId="timeline-newest">
            {below > 0 ? counted(below, words.newBelow) : words.toNewest}
          </Button>
        </div>
      )}
      <Heard timeline={timeline} />
    </>
  );
}

/** What stands above the oldest row that is here. */
function Above({ room }: { room: RoomId }) {
  const { chat: words } = useText();
  const older = useChat((state) => state.older[room]);
  const ask = () => { call("room_older", room).catch(() => undefined); };
  switch (older) {
    case "available":
      return <Sentinel watch={whenSeen} onSeen={ask} />;
    case "loading":
      return <p className={css.line} role="status">{words.loadingOlder}</p>;
    case "failed":
      return <Trouble title={words.olderFailed} advice="" onRetry={ask} />;
    case "none":
      return <p className={css.line}>{words.beginning}</p>;
    case undefined:
      return null;
  }
}

/** The end of the room: when it is seen by someone who looks, everything above is read. */
function End({ room }: { room: RoomId }) {
  return <Sentinel watch={whenRead} onSeen={() => { call("room_read", room).catch(() => undefined); }} />;
}

interface SentinelProps {
  watch: typeof whenSeen;
  onSeen: () => void;
}

function Sentinel({ watch, onSeen }: SentinelProps) {
  return <div ref={(element) => (element === null ? undefined : watch(element, onSeen))} className={css.sentinel} />;
}

/** Reads out what others write from now on. */
function Heard({ timeline }: { timeline: Timeline }) {
  const { chat: words } = useText();
  const [since] = useState(() => Date.now());
  const heard = lastHeard(timeline, since);
  return <div className="visually-hidden" aria-live="polite" data-testid="timeline-heard">{heard && words.heard(heard.name, heard.text)}</div>;
}
