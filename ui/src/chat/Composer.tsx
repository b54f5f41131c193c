import { ArrowUp } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { call } from "../backend/call";
import type { RoomId } from "../backend/generated/RoomId";
import type { RoomSummary } from "../backend/generated/RoomSummary";
import { Trouble } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import css from "./Composer.module.css";

/** What was begun in each room and not sent. It outlives the composer, so that looking elsewhere loses nothing. */
const drafts = new Map<RoomId, string>();

/** Where a message is written. It leaves the field only when it is on disk. */
export function Composer({ room }: { room: RoomSummary }) {
  const { chat: words } = useText();
  const send = useAction();
  const [text, setText] = useState(() => drafts.get(room.id) ?? "");
  const write = (next: string) => {
    drafts.set(room.id, next);
    setText(next);
  };
  const submit = () => {
    const message = text.trim();
    if (message === "") return;
    send.run(
      () => call("message_send", { room: room.id, text: message }),
      // What was typed while the message was stored is not part of it.
      () => { write((drafts.get(room.id) ?? "") === text ? "" : (drafts.get(room.id) ?? "").slice(text.length)); },
    );
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  return (
    <div className={css.composer}>
      {send.failure && <Trouble title={words.failed.send} advice="" detail={send.failure.detail} onRetry={submit} />}
      <div className={css.box}>
        <textarea
          className={css.field}
          rows={1}
          aria-label={words.compose}
          placeholder={words.composePlaceholder(room.name)}
          title={words.composeHint}
          value={text}
          onChange={(event) => { write(event.currentTarget.value); }}
          onKeyDown={keys}
          data-testid="message-input"
        />
        <IconButton label={words.send} icon={<ArrowUp />} shortcut="Enter" onPress={submit} disabled={text.trim() === ""} placement="top" testId="message-send" />
      </div>
    </div>
  );
}
