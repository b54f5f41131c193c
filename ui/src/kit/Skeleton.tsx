import { useText } from "../text/use-text";
import css from "./Skeleton.module.css";

/** Rows whose shape is known and whose content is not there yet. Drawn only after 200 ms. */
export function Skeleton({ rows = 4 }: { rows?: number }) {
  const { kit } = useText();
  return (
    <div className={css.skeleton} role="status" aria-label={kit.loading}>
      {Array.from({ length: rows }, (_, row) => <span key={row} className={css.row} />)}
    </div>
  );
}
