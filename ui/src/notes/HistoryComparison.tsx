import { ArrowDown, ArrowUp, FoldVertical } from "lucide-react";
import { useRef, useState } from "react";
import { IconButton } from "../kit/IconButton";
import { useChange } from "../kit/use-change";
import { count } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import type { Block } from "./blocks";
import { compare, type Counts, differs, folded, type Row } from "./compare";
import css from "./HistoryComparison.module.css";
import { HistoryRow } from "./HistoryRow";

interface HistoryComparisonProps {
  before: readonly Block[];
  after: readonly Block[];
  /** None: nothing is restored here. */
  onRestore: ((block: string) => void) | null;
}

/** Longer texts begin with what differs. */
const LONG = 40;
/** How many rows around a difference are shown with it. */
const AROUND = 1;

/** Two texts as one, with their differences marked. */
export function HistoryComparison({ before, after, onRestore }: HistoryComparisonProps) {
  const { history: words } = useText();
  const { rows, counts } = compare(before, after);
  const [fold, setFold] = useState<boolean | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const different = rows.filter(differs).map(({ key }) => key);
  const folds = (fold ?? rows.length > LONG) && different.length > 0;
  const at = current === null ? -1 : different.indexOf(current);
  // The button that was pressed goes with the difference that it undid.
  useChange(different.join(), () => { if (document.activeElement === document.body) list.current?.focus(); });
  const go = (step: 1 | -1) => {
    const next = different.at(at === -1 && step === 1 ? 0 : (Math.max(at, 0) + step) % different.length);
    if (next === undefined) return;
    setCurrent(next);
    list.current?.querySelector(`[data-row="${CSS.escape(next)}"]`)?.scrollIntoView({ block: "center" });
  };
  const none = different.length === 0;
  return (
    <>
      <div className={css.bar}>
        <p role="status" className={css.summary} data-testid="history-summary"><Summary counts={counts} /></p>
        {at !== -1 && <span role="status" className={css.position} data-testid="history-position">{`${(at + 1).toString()} / ${different.length.toString()}`}</span>}
        <IconButton label={words.previous} icon={<ArrowUp />} onPress={() => { go(-1); }} disabled={none} testId="history-previous" />
        <IconButton label={words.next} icon={<ArrowDown />} onPress={() => { go(1); }} disabled={none} testId="history-next" />
        <IconButton label={words.onlyDifferences} icon={<FoldVertical />} on={folds} onPress={() => { setFold(!folds); }} disabled={none} testId="history-fold" />
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard */}
      <div ref={list} className={css.rows} role="group" aria-label={words.comparison} tabIndex={0}>
        {grouped(folds ? folded(rows, AROUND) : rows).map((group, index) => <Group key={index} group={group} current={current} onRestore={onRestore} />)}
      </div>
    </>
  );
}

function Summary({ counts }: { counts: Counts }) {
  const { history: words } = useText();
  const language = useLanguage();
  const kinds = (["changed", "added", "removed", "moved"] as const).filter((kind) => counts[kind] > 0);
  if (kinds.length === 0) return words.same;
  return kinds.map((kind, index) => count(language)(counts[kind], (index === 0 ? words.first : words.further)[kind])).join(", ");
}

const POINTS: ReadonlySet<string> = new Set(["bulletListItem", "numberedListItem", "checkListItem", "toggleListItem"]);

type Group = { type: "points" | "blocks"; rows: Row[] } | { type: "skipped"; rows: number };

/** Points that follow each other are one list. */
function grouped(rows: readonly (Row | number)[]): Group[] {
  const groups: Group[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    const type = typeof row === "number" ? "skipped" : POINTS.has(row.shown.type) ? "points" : "blocks";
    if (typeof row === "number") groups.push({ type: "skipped", rows: row });
    else if (last?.type === type && last.type !== "skipped") last.rows.push(row);
    else groups.push({ type: type === "points" ? "points" : "blocks", rows: [row] });
  }
  return groups;
}

interface GroupProps {
  group: Group;
  current: string | null;
  onRestore: ((block: string) => void) | null;
}

function Group({ group, current, onRestore }: GroupProps) {
  const { history: words } = useText();
  const language = useLanguage();
  if (group.type === "skipped") return <p className={css.skipped}>{count(language)(group.rows, words.skipped)}</p>;
  const points = group.type === "points";
  const rows = group.rows.map((row) => <HistoryRow key={row.key} row={row} point={points} current={row.key === current} onRestore={onRestore} />);
  return points ? <ul>{rows}</ul> : rows;
}
