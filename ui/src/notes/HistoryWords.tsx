import type { ReactNode } from "react";
import { cx } from "../kit/cx";
import { useText } from "../text/use-text";
import type { Piece } from "./blocks";
import type { Part } from "./compare-words";
import css from "./HistoryWords.module.css";

/** A text with what was added and removed in it. */
export function Words({ parts }: { parts: readonly Part[] }) {
  return parts.map(({ change, pieces }, index) => {
    const drawn = pieces.map((piece, at) => <Drawn key={at} piece={piece} plain={change === "same"} />);
    return change === "same" ? <span key={index}>{drawn}</span> : <Marked key={index} change={change}>{drawn}</Marked>;
  });
}

/** What is new or gone: marked by a line, by a colour, and in words for those who hear it. */
export function Marked({ change, children }: { change: "added" | "removed"; children: ReactNode }) {
  const { history: { spoken } } = useText();
  const Element = change === "added" ? "ins" : "del";
  return (
    <Element className={css[change]}>
      <span className="visually-hidden">{` ${spoken[change]} `}</span>
      {children}
      <span className="visually-hidden">{` (${spoken.end}) `}</span>
    </Element>
  );
}

function Drawn({ piece, plain }: { piece: Piece; plain: boolean }) {
  const { notes } = useText();
  const { text, kind, marks, link } = piece;
  if (kind === "note") return <span className={css.note}>{text}</span>;
  if (kind === "unknown") return <span className={css.unknown}>{text === "\uFFFC" ? notes.blocks.unknown : text}</span>;
  const Element = marks.includes("code") ? "code" : "span";
  const look = cx(marks.includes("bold") && css.bold, marks.includes("italic") && css.italic, marks.includes("underline") && css.underline, marks.includes("strike") && css.strike, link !== null && css.link);
  const drawn = look === "" && Element === "span" ? text : <Element className={look}>{text}</Element>;
  // Where a link leads may be all that differs.
  return link === null || plain ? drawn : <>{drawn}<span className={css.address}>{` (${link})`}</span></>;
}
