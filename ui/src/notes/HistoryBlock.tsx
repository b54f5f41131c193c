import { Square, SquareCheck } from "lucide-react";
import { type ReactNode, useId } from "react";
import { cx } from "../kit/cx";
import { useText } from "../text/use-text";
import type { Block } from "./blocks";
import type { Row } from "./compare";
import css from "./HistoryBlock.module.css";
import { Marked, Words } from "./HistoryWords";

/** What a block holds, drawn as what it is, with what differs in it marked. Nothing of it is anything but text. */
export function HistoryBlock({ row }: { row: Row }) {
  const { history: words } = useText();
  const kind = useKind();
  const { before, after } = row;
  const [was, is] = [before && kind(before), after && kind(after)];
  const became = row.change === "changed" && was !== null && is !== null;
  return (
    <>
      {became && was !== is && <p className={css.detail}><Marked change="removed">{was}</Marked> <Marked change="added">{is}</Marked></p>}
      {became && before?.settings !== after?.settings && <p className={css.detail}>{words.settings}</p>}
      <Body row={row} kind={kind(row.shown)} />
    </>
  );
}

function Body({ row, kind }: { row: Row; kind: string }) {
  const { notes } = useText();
  const { shown, change, parts } = row;
  const text = <Words parts={parts} />;
  const level = Number(shown.attributes["level"] ?? 1);
  if (!shown.known) return <Card kind={notes.blocks.unknown} change={change}>{text}</Card>;
  switch (shown.type) {
    case "heading":
      return <Title level={level}>{text}</Title>;
    case "bulletListItem":
    case "toggleListItem":
      return <Point mark={<span aria-hidden>{shown.type === "toggleListItem" ? "▸" : "•"}</span>}>{text}</Point>;
    case "numberedListItem":
      return <Point mark={`${(shown.number ?? 1).toString()}.`}>{text}</Point>;
    case "checkListItem":
      return <Point mark={<Check done={shown.attributes["checked"] === true} label={kind} />}>{text}</Point>;
    case "quote":
      return <blockquote className={css.quote}>{text}</blockquote>;
    case "codeBlock":
      return <pre className={css.code}><code>{text}</code></pre>;
    case "callout":
      return <div className={css.callout}><span aria-hidden>{String(shown.attributes["emoji"] ?? "💡").slice(0, 8)}</span><p className={css.text}>{text}</p></div>;
    case "table":
      return <Table row={row} />;
    case "paragraph":
      return <p className={css.text}>{text}</p>;
    default:
      return <Card kind={kind} change={change}>{text}</Card>;
  }
}

/** All of one level below the dialog's own: a text may leave levels out, and what is folded away may hold some. */
function Title({ level, children }: { level: number; children: ReactNode }) {
  return <h4 className={cx(css.text, css.title)} data-level={level}>{children}</h4>;
}

function Point({ mark, children }: { mark: ReactNode; children: ReactNode }) {
  return <div className={css.point}><span className={css.mark}>{mark}</span><p className={css.text}>{children}</p></div>;
}

function Check({ done, label }: { done: boolean; label: string }) {
  return <span role="img" aria-label={label} className={css.check}>{done ? <SquareCheck aria-hidden /> : <Square aria-hidden />}</span>;
}

/** What is a thing and not a text: a file, a line, what is not supported. */
function Card({ kind, change, children }: { kind: string; change: Row["change"]; children: ReactNode }) {
  const whole = change === "added" || change === "removed";
  return (
    <div className={css.card}>
      <span className={css.kind}>{whole ? <Marked change={change}>{kind}</Marked> : kind}</span>
      <span className={css.text}>{children}</span>
    </div>
  );
}

function Table({ row }: { row: Row }) {
  const { history: words } = useText();
  const label = useId();
  return (
    <div className={css.table}>
      <table aria-labelledby={label}>
        <caption id={label} className="visually-hidden">{words.kinds.table}</caption>
        <tbody>
          {row.table.map((cells, line) => (
            <tr key={line}>
              {cells.map(({ header, change, parts }, column) => {
                const Cell = header ? "th" : "td";
                return <Cell key={column} className={cx(change === "added" && css.added, change === "removed" && css.removed)}><Words parts={parts} /></Cell>;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What kind of block it is, in a word. */
function useKind(): (block: Block) => string {
  const { notes, history: { kinds } } = useText();
  const named: Readonly<Record<string, string>> = {
    paragraph: kinds.paragraph, bulletListItem: kinds.bullet, numberedListItem: kinds.numbered, toggleListItem: kinds.toggle,
    quote: kinds.quote, codeBlock: kinds.code, divider: kinds.divider, pageBreak: kinds.pageBreak, image: kinds.image,
    video: kinds.video, audio: kinds.audio, file: kinds.file, table: kinds.table, callout: notes.blocks.callout,
    pdf: notes.blocks.pdf, uploadLoader: notes.blocks.uploading,
  };
  return ({ type, attributes }) => {
    if (type === "heading") return kinds.heading(Number(attributes["level"] ?? 1));
    if (type === "checkListItem") return attributes["checked"] === true ? kinds.done : kinds.toDo;
    return named[type] ?? notes.blocks.unknown;
  };
}
