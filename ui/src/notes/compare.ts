// Compares two texts block by block. A block is known again by its id, wherever it stands. Pure.
import { diffArrays } from "diff";
import type { Block } from "./blocks";
import { type CellChange, compareTables, compareWords, type Part } from "./compare-words";

export type Row = {
  /** Of its block. */
  key: string;
  depth: number;
  change: "same" | "changed" | "added" | "removed";
  /** Stands elsewhere than before. */
  moved: boolean;
  /** As it was, and as it is; one of them is always there, and stands in `shown`. */
  before: Block | null;
  after: Block | null;
  shown: Block;
  parts: readonly Part[];
  table: readonly (readonly CellChange[])[];
};

export type Counts = Readonly<Record<"changed" | "added" | "removed" | "moved", number>>;

export type Comparison = { rows: readonly Row[]; counts: Counts };

type Placed = { block: Block; parent: string | null };

type Comparing = { before: ReadonlyMap<string, Placed>; after: ReadonlyMap<string, Placed>; rows: Row[] };

type Place = { parent: string | null; depth: number };

/** More blocks than this that left their place: then none of them kept it. */
const MOST_MOVES = 300;

export function compare(before: readonly Block[], after: readonly Block[]): Comparison {
  const comparing: Comparing = { before: placed(before), after: placed(after), rows: [] };
  siblings(before, after, { parent: null, depth: 0 }, comparing);
  const { rows } = comparing;
  const many = (wanted: (row: Row) => boolean) => rows.filter(wanted).length;
  const counts = {
    changed: many(({ change }) => change === "changed"),
    added: many(({ change }) => change === "added"),
    removed: many(({ change }) => change === "removed"),
    moved: many(({ change, moved }) => moved && change === "same"),
  };
  return { rows, counts };
}

/** Whether there is nothing to tell apart. */
export const sameText = (before: readonly Block[], after: readonly Block[]): boolean =>
  before.length === after.length && before.every((block, index) => {
    const other = after[index];
    return other !== undefined && block.key === other.key && block.print === other.print && sameText(block.children, other.children);
  });

export const differs = ({ change, moved }: Row): boolean => change !== "same" || moved;

/** The rows that differ with some rows around them, and how many were left out between. */
export function folded(rows: readonly Row[], around: number): (Row | number)[] {
  const near = new Set<number>();
  rows.forEach((row, index) => {
    for (let next = index - around; differs(row) && next <= index + around; next += 1) near.add(next);
  });
  const shown: (Row | number)[] = [];
  rows.forEach((row, index) => {
    const last = shown.at(-1);
    if (near.has(index)) shown.push(row);
    else if (typeof last === "number") shown.splice(-1, 1, last + 1);
    else shown.push(1);
  });
  return shown;
}

function placed(blocks: readonly Block[], parent: string | null = null, into = new Map<string, Placed>()): Map<string, Placed> {
  for (const block of blocks) {
    into.set(block.key, { block, parent });
    placed(block.children, block.key, into);
  }
  return into;
}

/** The blocks in one place, as they are, with those that are gone where they were. */
function siblings(before: readonly Block[], after: readonly Block[], place: Place, comparing: Comparing): void {
  const kept = inOrder(before.map(({ key }) => key), after.map(({ key }) => key));
  let next = 0;
  const goneBefore = () => {
    for (let old = before[next]; old !== undefined && !kept.has(old.key); old = before[next]) {
      if (!comparing.after.has(old.key)) gone(old, place, comparing);
      next += 1;
    }
  };
  goneBefore();
  for (const block of after) {
    there(block, !kept.has(block.key), place, comparing);
    if (!kept.has(block.key)) continue;
    next += 1;
    goneBefore();
  }
}

function gone(block: Block, { depth }: Place, comparing: Comparing): void {
  comparing.rows.push({ ...drawn({ before: block, after: null, shown: block }), key: block.key, depth, moved: false });
  siblings(block.children, [], { parent: block.key, depth: depth + 1 }, comparing);
}

function there(block: Block, elsewhere: boolean, { depth }: Place, comparing: Comparing): void {
  const old = comparing.before.get(block.key)?.block ?? null;
  comparing.rows.push({ ...drawn({ before: old, after: block, shown: block }), key: block.key, depth, moved: old !== null && elsewhere });
  siblings(old?.children ?? [], block.children, { parent: block.key, depth: depth + 1 }, comparing);
}

/** The keys that both have, in the longest order that both have. */
export function inOrder(before: readonly string[], after: readonly string[]): Set<string> {
  const [old, now] = [new Set(before), new Set(after)];
  const changes = diffArrays([...old].filter((key) => now.has(key)), [...now].filter((key) => old.has(key)), { maxEditLength: 2 * MOST_MOVES });
  return new Set(changes?.filter(({ added, removed }) => !added && !removed).flatMap(({ value }) => value));
}

type Pair = Pick<Row, "before" | "after" | "shown">;

function drawn({ before, after, shown }: Pair): Omit<Row, "key" | "depth" | "moved"> {
  const change = before === null ? "added" : after === null ? "removed" : before.print === after.print ? "same" : "changed";
  const parts = change === "changed" ? compareWords(before?.pieces ?? [], after?.pieces ?? []) : whole(shown, change);
  const table = compareTables(before?.rows ?? [], after?.rows ?? []);
  return { change, before, after, shown, parts, table };
}

function whole({ pieces }: Block, change: "same" | "added" | "removed"): Part[] {
  return pieces.length === 0 ? [] : [{ change, pieces }];
}
