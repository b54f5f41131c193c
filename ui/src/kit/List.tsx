import type { ReactNode } from "react";
import { ListBox, ListBoxItem, ListLayout, Virtualizer } from "react-aria-components";
import css from "./List.module.css";
import row from "./Row.module.css";
import { cx } from "./cx";

interface ListProps<T extends { id: string }> {
  label: string;
  items: readonly T[];
  /** Which one is open. */
  selected: string | null;
  onOpen: (id: string) => void;
  /** The words a letter key finds. */
  textOf: (item: T) => string;
  /** What the row shows: it takes its item and nothing else. */
  children: (item: T) => ReactNode;
  /** Height of every row in pixels at 100 %. */
  rowHeight?: number;
  testId?: string;
}

/** A virtual list with one item open. Arrows walk, Enter opens, letters find. */
export function List<T extends { id: string }>({ label, items, selected, onOpen, textOf, children, rowHeight = 32, testId }: ListProps<T>) {
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: rowHeight, gap: 1, padding: 8 }}>
      <ListBox
        aria-label={label}
        data-testid={testId}
        className={css.list ?? ""}
        items={items}
        selectionMode="single"
        selectionBehavior="replace"
        selectedKeys={selected === null ? [] : [selected]}
        onSelectionChange={(keys) => {
          const [key] = keys === "all" ? [] : keys;
          if (typeof key === "string") onOpen(key);
        }}
      >
        {(item) => (
          <ListBoxItem id={item.id} textValue={textOf(item)} className={cx(row.row, css.item)}>{children(item)}</ListBoxItem>
        )}
      </ListBox>
    </Virtualizer>
  );
}
