import type { ReactElement, ReactNode } from "react";
import { Menu as AriaMenu, MenuItem as AriaMenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import { cx } from "./cx";
import css from "./Menu.module.css";

export interface MenuEntry {
  id: string;
  label: string;
  icon?: ReactElement;
  shortcut?: string;
  /** Said beside the label, in small: when, how many. */
  aside?: string;
  danger?: boolean;
  disabled?: boolean;
  onAct: () => void;
}

interface MenuProps {
  /** The button that opens it. */
  children: ReactNode;
  label: string;
  /** Groups, drawn apart. */
  groups: readonly (readonly MenuEntry[])[];
  placement?: "bottom start" | "bottom end" | "right bottom" | "top start";
}

/** A menu under a button. */
export function Menu({ children, label, groups, placement = "bottom start" }: MenuProps) {
  const shown = groups.filter((group) => group.length > 0);
  return (
    <MenuTrigger>
      {children}
      <Popover placement={placement} offset={4} className={css.popover ?? ""}>
        <AriaMenu aria-label={label} className={css.menu ?? ""}>
          {shown.flatMap((group, index) => [
            ...(index === 0 ? [] : [<Separator key={`line-${group[0]?.id ?? ""}`} className={css.line ?? ""} />]),
            ...group.map((entry) => (
              <AriaMenuItem
                key={entry.id}
                id={entry.id}
                textValue={entry.label}
                isDisabled={entry.disabled ?? false}
                onAction={entry.onAct}
                className={cx(css.item, entry.danger && css.danger)}
              >
                {entry.icon && <span className={css.icon} aria-hidden>{entry.icon}</span>}
                <span className={css.words}>{entry.label}</span>
                {entry.aside && <span className={css.aside}>{entry.aside}</span>}
                {entry.shortcut && <kbd className={css.shortcut}>{entry.shortcut}</kbd>}
              </AriaMenuItem>
            )),
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
