// Compares the words of two texts, and the cells of two tables. Pure.
import { diffArrays, wordsWithSpaceDiff } from "diff";
import type { Cell, Piece } from "./blocks";

export type Part = { change: "same" | "added" | "removed"; pieces: readonly Piece[] };

export type CellChange = { header: boolean; change: "same" | "changed" | "added" | "removed"; parts: readonly Part[] };

/** Texts that differ by more words than this are shown one after the other. */
const MOST_EDITS = 500;
/** Less than this share of the letters in common is another text, not a changed one. */
const LEAST_SHARED = 0.2;

export function compareWords(before: readonly Piece[], after: readonly Piece[]): Part[] {
  const changes = diffArrays(words(before), words(after), { comparator: equal, maxEditLength: MOST_EDITS });
  const parts = changes?.map((change): Part => ({ change: change.added ? "added" : change.removed ? "removed" : "same", pieces: joined(change.value) }));
  const shared = parts?.filter(({ change }) => change === "same").reduce((sum, part) => sum + length(part.pieces), 0) ?? 0;
  if (parts === undefined || shared < LEAST_SHARED * Math.max(length(before), length(after))) return filled([{ change: "removed", pieces: before }, { change: "added", pieces: after }]);
  return calmed(parts);
}

/** The cells of two tables, row by row. A row or a cell that is in neither the same stands beside the one in its place. */
export function compareTables(before: readonly (readonly Cell[])[], after: readonly (readonly Cell[])[]): CellChange[][] {
  return aligned(before, after).map(([old = [], now = []]) => aligned(old, now).map(([left, right]) => compareCells(left, right)));
}

function compareCells(before: Cell | undefined, after: Cell | undefined): CellChange {
  const header = (after ?? before)?.header ?? false;
  if (before === undefined) return { header, change: "added", parts: filled([{ change: "added", pieces: after?.pieces ?? [] }]) };
  if (after === undefined) return { header, change: "removed", parts: filled([{ change: "removed", pieces: before.pieces }]) };
  const parts = compareWords(before.pieces, after.pieces);
  return { header, change: parts.every(({ change }) => change === "same") ? "same" : "changed", parts };
}

/** What is equal side by side; between, one beside the other as far as they go. */
function aligned<T>(before: readonly T[], after: readonly T[]): [T | undefined, T | undefined][] {
  const print = (items: readonly T[]) => items.map((item) => JSON.stringify(item));
  const changes = diffArrays(print(before), print(after), { maxEditLength: MOST_EDITS }) ?? [
    { removed: true, added: false, value: print(before) }, { removed: false, added: true, value: print(after) },
  ];
  const pairs: [T | undefined, T | undefined][] = [];
  let [left, right] = [0, 0];
  let [oldEnd, newEnd] = [0, 0];
  const flush = () => { while (left < oldEnd || right < newEnd) pairs.push([left < oldEnd ? before[left++] : undefined, right < newEnd ? after[right++] : undefined]); };
  for (const { added, removed, value } of changes) {
    if (!added && !removed) flush();
    if (!added) oldEnd += value.length;
    if (!removed) newEnd += value.length;
    if (!added && !removed) flush();
  }
  flush();
  return pairs;
}

/** Each word, space and sign by itself; what is not text stays whole. */
function words(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece) => (piece.kind === "text" ? wordsWithSpaceDiff.tokenize(piece.text).map((text) => ({ ...piece, text })) : [piece]));
}

const equal = (a: Piece, b: Piece): boolean => a.text === b.text && a.format === b.format && a.kind === b.kind;

function joined(pieces: readonly Piece[]): Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (last?.kind === "text" && piece.kind === "text" && last.format === piece.format) whole.splice(-1, 1, { ...last, text: last.text + piece.text });
    else whole.push(piece);
  }
  return whole;
}

type Run = { same: Piece[] } | { removed: Piece[]; added: Piece[] };

/** A space between two replaced words does not make two changes of one. */
function calmed(parts: readonly Part[]): Part[] {
  const runs: Run[] = [];
  for (const { change, pieces } of parts) {
    const last = runs.at(-1);
    if (change === "same") runs.push({ same: [...pieces] });
    else if (last !== undefined && "added" in last) last[change].push(...pieces);
    else runs.push({ removed: [], added: [], [change]: [...pieces] });
  }
  return filled(runs.reduce<Run[]>(bridged, []).flatMap((run): Part[] =>
    "same" in run ? [{ change: "same", pieces: joined(run.same) }] : [{ change: "removed", pieces: joined(run.removed) }, { change: "added", pieces: joined(run.added) }],
  ));
}

function bridged(runs: Run[], run: Run): Run[] {
  const [before, between] = runs.slice(-2);
  const bridge = before !== undefined && between !== undefined && "added" in before && "same" in between && "added" in run && !/[\p{L}\p{N}]/u.test(textOf(between.same));
  if (!bridge || !(replaces(before) || replaces(run))) return [...runs, run];
  const across = (change: "removed" | "added") => [...before[change], ...between.same, ...run[change]];
  return [...runs.slice(0, -2), { removed: across("removed"), added: across("added") }];
}

const replaces = (run: { removed: Piece[]; added: Piece[] }): boolean => run.removed.length > 0 && run.added.length > 0;
const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join("");
const length = (pieces: readonly Piece[]): number => textOf(pieces).trim().length;
const filled = (parts: readonly Part[]): Part[] => parts.filter(({ pieces }) => pieces.length > 0);
