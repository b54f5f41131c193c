import type { ReactElement, ReactNode } from "react";
import css from "./EmptyState.module.css";

interface EmptyStateProps {
  icon?: ReactElement;
  title: string;
  /** It is all that the main pane says: its title is the page's heading. */
  page?: boolean;
  children?: ReactNode;
  action?: ReactNode;
  testId?: string;
}

/** Teaches one thing and offers one action. */
export function EmptyState({ icon, title, page = false, children, action, testId }: EmptyStateProps) {
  const Title = page ? "h1" : "p";
  return (
    <div className={css.empty} data-testid={testId}>
      {icon && <span className={css.icon} aria-hidden>{icon}</span>}
      <Title className={css.title}>{title}</Title>
      {children && <p className={css.words}>{children}</p>}
      {action}
    </div>
  );
}
