import type { ReactNode } from "react";
import { Collection, Header, ListBox, ListBoxItem, ListBoxSection, ListLayout, Virtualizer } from "react-aria-components";
import { cx } from "./cx";
import css from "./List.module.css";
import row from "./Row.module.css";

export interface ListGroup<T> {
  id: string;
  label: string;
  /** Its name is read aloud but not drawn. */
  bare?: boolean;
  items: readonly T[];
}

interface GroupedListProps<T extends { id: string }> {
  label: string;
  groups: readonly ListGroup<T>[];
  /** Which one is open. */
  selected: string;
  onOpen: (id: string) => void;
  /** The words a letter key finds. */
  textOf: (item: T) => string;
  /** What the row shows: it takes its item and nothing else. */
  children: (item: T) => ReactNode;
  /** The rows carry it with their id. */
  testId?: string;
}

/** A virtual list in groups, with one item open. Arrows walk and open, letters find. */
export function GroupedList<T extends { id: string }>({ label, groups, selected, onOpen, textOf, children, testId }: GroupedListProps<T>) {
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: 32, estimatedHeadingHeight: 32, gap: 1, padding: 8 }}>
      <ListBox
        aria-label={label}
        className={css.list ?? ""}
        items={groups}
        selectionMode="single"
        selectionBehavior="replace"
        disallowEmptySelection
        selectedKeys={[selected]}
        onSelectionChange={(keys) => {
          const [key] = keys === "all" ? [] : keys;
          if (typeof key === "string") onOpen(key);
        }}
      >
        {(group) => (
          <ListBoxSection id={`group-${group.id}`} aria-label={group.label}>
            {!group.bare && <Header className={css.heading ?? ""}>{group.label}</Header>}
            <Collection items={group.items}>
              {(item) => (
                <ListBoxItem id={item.id} textValue={textOf(item)} className={cx(row.row, css.item)} data-testid={testId && `${testId}-${item.id}`}>{children(item)}</ListBoxItem>
              )}
            </Collection>
          </ListBoxSection>
        )}
      </ListBox>
    </Virtualizer>
  );
}
