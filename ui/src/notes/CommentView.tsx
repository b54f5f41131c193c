import { Ellipsis, Pencil, RotateCcw, SmilePlus, Trash2 } from "lucide-react";
import { useState } from "react";
import { call } from "../backend/call";
import type { Comment } from "../backend/generated/Comment";
import type { CommentRef } from "../backend/generated/CommentRef";
import type { CommentSpan } from "../backend/generated/CommentSpan";
import { Button } from "../kit/Button";
import { Confirm } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { Menu, type MenuEntry } from "../kit/Menu";
import { StatusIcon } from "../kit/StatusIcon";
import { useAction } from "../kit/use-action";
import { useNow } from "../kit/use-now";
import { moment } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import { CommentComposer } from "./CommentComposer";
import { CommentReactions } from "./CommentReactions";
import css from "./CommentView.module.css";

interface CommentViewProps {
  at: CommentRef;
  comment: Comment;
  /** Whether the agent may say something. */
  allowed: boolean;
}

/** What somebody said, and what can be done with it. */
export function CommentView({ at, comment, allowed }: CommentViewProps) {
  const { comments: words } = useText();
  const [changes, setChanges] = useState(false);
  const change = async (text: string) => {
    await call("comment_change", { at, text });
    setChanges(false);
  };
  return (
    <li className={css.comment} data-testid="comment" data-sending={comment.sending}>
      <Head at={at} comment={comment} allowed={allowed} onChange={() => { setChanges(true); }} />
      {changes ? (
        <CommentComposer draft={`${at.note} ${comment.key} change`} text={plain(comment)} label={words.change} placeholder={words.writePlaceholder} action={words.save} autoFocus onSend={change} onCancel={() => { setChanges(false); }} />
      ) : (
        <div className={css.body}>{comment.body.map((line, index) => <p key={index}>{line.map(drawn)}</p>)}</div>
      )}
      <CommentReactions at={at} reactions={comment.reactions} allowed={allowed} />
      {comment.sending === "refused" && <Refused />}
    </li>
  );
}

function Head({ at, comment, allowed, onChange }: CommentViewProps & { onChange: () => void }) {
  const { comments: words } = useText();
  const language = useLanguage();
  const now = useNow();
  const act = useAction();
  const [asks, setAsks] = useState(false);
  const author = comment.author === null ? words.you : comment.author || words.someone;
  const react = (emoji: string) => { act.run(() => call("comment_react", { at, emoji, put: true })); };
  const remove = () => { act.run(() => call("comment_delete", at), () => { setAsks(false); }); };
  const faces = emojis.map(([emoji, name]): MenuEntry => ({ id: name, label: `${emoji} ${words.emoji[name]}`, onAct: () => { react(emoji); } }));
  const entries: MenuEntry[] = [
    ...(comment.editable ? [{ id: "change", label: words.change, icon: <Pencil />, onAct: onChange }] : []),
    ...(comment.deletable ? [{ id: "remove", label: words.remove, icon: <Trash2 />, danger: true, onAct: () => { setAsks(true); } }] : []),
  ];
  return (
    <div className={css.head}>
      <span className={css.author}>{author}</span>
      <time className={css.time}>{moment(language, comment.written, now)}{comment.changed && ` · ${words.changed}`}</time>
      {comment.sending === "waiting" && <StatusIcon status="waiting" reason={words.waiting} />}
      <span className={css.actions}>
        {allowed && <Menu label={words.react} groups={[faces]} placement="bottom end"><IconButton label={words.react} icon={<SmilePlus />} testId="comment-react" /></Menu>}
        {entries.length > 0 && <Menu label={words.optionsOf(author)} groups={[entries]} placement="bottom end"><IconButton label={words.optionsOf(author)} icon={<Ellipsis />} testId="comment-menu" /></Menu>}
      </span>
      {act.failure && <FailureNote failure={act.failure} />}
      <Confirm open={asks} title={words.confirm.comment.title} confirm={words.remove} busy={act.busy} onConfirm={remove} onCancel={() => { setAsks(false); }} testId="comment-remove-yes">
        <p>{words.confirm.comment.text}</p>
      </Confirm>
    </div>
  );
}

function Refused() {
  const { comments: words } = useText();
  const again = useAction();
  return (
    <div className={css.refused} role="alert">
      <StatusIcon status="failed" reason={words.refused} inRow />
      <p>{words.refused}</p>
      <Button icon={<RotateCcw aria-hidden />} busy={again.busy} onPress={() => { again.run(() => call("outbox_retry", null)); }}>{words.again}</Button>
    </div>
  );
}

/** Those that are offered; others may put any. */
const emojis = [
  ["👍", "thumb"], ["❤️", "heart"], ["🎉", "party"], ["😄", "smile"], ["👀", "eyes"], ["✅", "check"], ["❓", "question"], ["❌", "cross"],
] as const;

const plain = ({ body }: Comment) => body.map((line) => line.map(({ text }) => text).join("")).join("\n");

/** Text from a server: only ever text, never markup. */
function drawn({ text, bold, italic, underline, strike, code, link }: CommentSpan, index: number) {
  const open = () => { if (link !== null) call("link_open", link).catch(() => undefined); };
  const inner = link === null ? text : <button type="button" className={css.link} onClick={open} title={link}>{text}</button>;
  const marked = code ? <code>{inner}</code> : inner;
  const look = { fontWeight: bold ? "bold" : undefined, fontStyle: italic ? "italic" : undefined, textDecoration: lines(underline, strike) };
  return <span key={index} style={look}>{marked}</span>;
}

const lines = (underline: boolean, strike: boolean) => [underline && "underline", strike && "line-through"].filter(Boolean).join(" ") || undefined;
