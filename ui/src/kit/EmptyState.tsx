import type { ReactElement, ReactNode } from "react";
import css from "./EmptyState.module.css";

interface EmptyStateProps {
  icon?: ReactElement;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

/** Teaches one thing and offers one action. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={css.empty}>
      {icon && <span className={css.icon} aria-hidden>{icon}</span>}
      <p className={css.title}>{title}</p>
      {children && <p className={css.words}>{children}</p>}
      {action}
    </div>
  );
}
