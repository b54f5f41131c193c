import type { ReactNode } from "react";
import { cx } from "./cx";
import css from "./Pane.module.css";

interface PaneProps {
  /** Its name: F6 walks the panes and reads it. */
  label: string;
  kind: "list" | "main" | "side";
  /** Left in the head; a heading as a rule. */
  title: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  testId?: string;
}

/** One pane of the frame: a head of fixed height, and a body that scrolls by itself or holds what does. */
export function Pane({ label, kind, title, actions, children, testId }: PaneProps) {
  const Element = kind === "main" ? "main" : kind === "list" ? "nav" : "aside";
  return (
    <Element className={cx(css.pane, css[kind])} aria-label={label} data-pane tabIndex={-1} data-testid={testId}>
      <header className={css.head}>
        <div className={css.title}>{title}</div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      <div className={css.body}>{children}</div>
    </Element>
  );
}
