import { RotateCcw, Trash2 } from "lucide-react";
import { call } from "../backend/call";
import type { ItemContent } from "../backend/generated/ItemContent";
import type { MessageRef } from "../backend/generated/MessageRef";
import type { Person } from "../backend/generated/Person";
import type { RoomId } from "../backend/generated/RoomId";
import { Button } from "../kit/Button";
import { cx } from "../kit/cx";
import { FailureNote } from "../kit/FailureNote";
import { StatusIcon } from "../kit/StatusIcon";
import { unreachable } from "../kit/unreachable";
import { useAction } from "../kit/use-action";
import { clock, day } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import { Avatar } from "./Avatar";
import { MessageText } from "./MessageText";
import type { Row } from "./rows";
import css from "./TimelineRow.module.css";

interface TimelineRowProps {
  room: RoomId;
  row: Row;
}

/** One row of a timeline. */
export function TimelineRow({ room, row: { item, first } }: TimelineRowProps) {
  const { chat: words } = useText();
  const language = useLanguage();
  const { content, time } = item;
  switch (content.type) {
    case "message":
      return <Message message={{ room, item: item.id }} content={content} time={time} first={first} />;
    case "undecryptable":
      return <Notice sender={content.sender} time={time} first={first} text={words.undecryptable} />;
    case "deleted":
      return <Notice sender={content.sender} time={time} first={first} text={words.deleted} />;
    case "membership":
      return <li className={css.line}>{words.membership[content.change](content.person.name)}</li>;
    case "day":
      return <li className={css.day}><time>{day(language, time)}</time></li>;
    case "readMarker":
      return <li className={css.marker}>{words.readMarker}</li>;
    case "unsupported":
      return <li className={css.line}>{words.unsupported}</li>;
    default:
      return unreachable(content);
  }
}

interface HeadProps {
  sender: Person;
  own: boolean;
  time: number;
}

function Head({ sender, own, time }: HeadProps) {
  const { chat: words } = useText();
  const language = useLanguage();
  return (
    <div className={css.head}>
      <span className={css.sender} title={sender.id}>{own ? words.own : sender.name}</span>
      <time className={css.time}>{clock(language, time)}</time>
    </div>
  );
}

function Notice({ sender, time, first, text }: { sender: Person; time: number; first: boolean; text: string }) {
  return (
    <li className={cx(css.row, first && css.first)}>
      <span className={css.side}>{first && <Avatar id={sender.id} name={sender.name} />}</span>
      <div className={css.body}>
        {first && <Head sender={sender} own={false} time={time} />}
        <p className={css.notice}>{text}</p>
      </div>
    </li>
  );
}

interface MessageProps {
  message: MessageRef;
  content: Extract<ItemContent, { type: "message" }>;
  time: number;
  first: boolean;
}

function Message({ message, content, time, first }: MessageProps) {
  const { chat: words } = useText();
  const language = useLanguage();
  const { sender, own, text, edited, state } = content;
  return (
    <li className={cx(css.row, first && css.first, own && css.own)} data-testid="message-row" data-state={state.type} data-own={own}>
      <span className={css.side}>
        {first ? !own && <Avatar id={sender.id} name={sender.name} /> : <time className={css.later}>{clock(language, time)}</time>}
      </span>
      <div className={css.body}>
        {first && <Head sender={sender} own={own} time={time} />}
        <div className={css.said}>
          <p className={cx(css.text, state.type === "failed" && css.unsent)}>
            <MessageText text={text} />
            {edited && <span className={css.edited}> {words.edited}</span>}
          </p>
          {state.type === "waiting" && <StatusIcon status="waiting" reason={words.sending} inRow />}
        </div>
        {state.type === "failed" && <Unsent message={message} reason={`${words.notSent} ${words.why[state.why.type]}`} />}
      </div>
    </li>
  );
}

/** Why a message will not be sent, and the two ways out. */
function Unsent({ message, reason }: { message: MessageRef; reason: string }) {
  const { chat: words } = useText();
  const act = useAction();
  return (
    <div className={css.failure}>
      <StatusIcon status="failed" reason={words.notSent} inRow />
      <span className={css.reason}>{reason}</span>
      <Button icon={<RotateCcw aria-hidden />} busy={act.busy} onPress={() => { act.run(() => call("message_retry", message)); }} testId="message-retry">{words.retry}</Button>
      <Button kind="quiet" icon={<Trash2 aria-hidden />} onPress={() => { act.run(() => call("message_delete", message)); }} testId="message-delete">{words.remove}</Button>
      {act.failure && <FailureNote failure={act.failure} />}
    </div>
  );
}
