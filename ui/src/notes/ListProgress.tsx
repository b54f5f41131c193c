import css from "./ListProgress.module.css";

interface ListProgressProps {
  /** What is told of it. */
  label: string;
  done: number;
  total: number;
  testId?: string;
}

/** How far long work with many notes has come. */
export function ListProgress({ label, done, total, testId }: ListProgressProps) {
  return (
    <div className={css.progress} role="status" data-testid={testId}>
      <span>{label}</span>
      <progress max={total} value={done} aria-hidden />
    </div>
  );
}
