import type { ReactNode } from "react";
import { useText } from "../text/use-text";
import css from "./ShareNote.module.css";

interface SharePersonProps {
  name: string;
  /** What stands below: an address, a state. */
  below: string | null;
  isMe?: boolean;
  children?: ReactNode;
}

/** Who it is. Text from a server: set apart, so that its direction turns nothing else round. */
export function SharePerson({ name, below, isMe = false, children }: SharePersonProps) {
  const { sharing: words } = useText();
  return (
    <div className={css.person}>
      <p className={css.name} title={name}>
        <bdi>{name}</bdi>
        {isMe && <span className={css.muted}>{` (${words.people.you})`}</span>}
      </p>
      {below !== null && below !== name && <p className={css.below} title={below}><bdi>{below}</bdi></p>}
      {children}
    </div>
  );
}
