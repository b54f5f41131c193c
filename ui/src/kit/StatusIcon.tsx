import { ArrowUp, CircleAlert, CloudOff } from "lucide-react";
import { Button } from "react-aria-components";
import { useText } from "../text/use-text";
import { cx } from "./cx";
import { Hint } from "./Hint";
import css from "./StatusIcon.module.css";

/** The state language, the same everywhere. Saved and synced shows nothing, so it is not in it. */
export type Status = "waiting" | "offlineCopy" | "attention" | "failed";

interface StatusIconProps {
  status: Status;
  /** Why it is so; without it the state's own name. */
  reason?: string;
  /** Inside rows of lists the row holds the focus: then the icon has a name, but is no stop of its own. */
  inRow?: boolean;
}

const pictures = { waiting: ArrowUp, offlineCopy: CloudOff, failed: CircleAlert };

/** A small picture with a name and a reason. */
export function StatusIcon({ status, reason, inRow = false }: StatusIconProps) {
  const { kit } = useText();
  const label = reason ?? kit.state[status];
  const Picture = status === "attention" ? null : pictures[status];
  const drawn = Picture ? <Picture aria-hidden /> : <span className={css.dot} />;
  const look = cx(css.status, css[status]);
  if (inRow) return <span className={look} role="img" aria-label={label} title={label}>{drawn}</span>;
  return (
    <Hint label={label}>
      <Button className={look} aria-label={label}>{drawn}</Button>
    </Hint>
  );
}
