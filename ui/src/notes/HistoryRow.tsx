import { RotateCcw } from "lucide-react";
import { cx } from "../kit/cx";
import { IconButton } from "../kit/IconButton";
import { useText } from "../text/use-text";
import { differs, type Row } from "./compare";
import { HistoryBlock } from "./HistoryBlock";
import css from "./HistoryRow.module.css";

interface HistoryRowProps {
  row: Row;
  /** It stands in a list. */
  point: boolean;
  /** It was gone to. */
  current: boolean;
  onRestore: ((block: string) => void) | null;
}

const signs = { changed: "±", added: "+", removed: "−", moved: "↕" };
/** Further in than this a text has no room left. */
const DEEPEST = 8;
const SNIPPET = 40;

/** One block of two compared texts: what became of it, and the way back. */
export function HistoryRow({ row, point, current, onRestore }: HistoryRowProps) {
  const { history: words } = useText();
  const Element = point ? "li" : "div";
  const became = row.change === "same" ? "moved" : row.change;
  const { id } = row.shown;
  const act = words.restore[became];
  const start = row.shown.pieces.map(({ text }) => text).join("").trim().slice(0, SNIPPET);
  const restores = onRestore !== null && id !== null && (row.before ?? row.shown).known;
  if (!differs(row)) return <Element className={cx(css.row, css.still)}><div className={css.block} style={inset(row)}><HistoryBlock row={row} /></div></Element>;
  return (
    <Element className={cx(css.row, css[became], current && css.current)} data-row={row.key} data-change={became} data-testid={id === null ? undefined : `history-block-${id}`}>
      <span className={css.sign} aria-hidden>{signs[became]}</span>
      <div className={css.block} style={inset(row)}>
        <span className="visually-hidden">{`${words.marks[became]}. `}</span>
        {row.moved && row.change !== "same" && <span className={css.also}>{words.marks.moved}</span>}
        <HistoryBlock row={row} />
      </div>
      {restores && <IconButton label={start === "" ? act : words.restore.of(act, start)} icon={<RotateCcw />} placement="left" onPress={() => { onRestore(id); }} testId={`history-block-restore-${id}`} />}
    </Element>
  );
}

const inset = ({ depth }: Row) => ({ paddingInlineStart: `calc(${Math.min(depth, DEEPEST).toString()} * var(--space-6))` });
