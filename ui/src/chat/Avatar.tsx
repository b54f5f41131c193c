import css from "./Avatar.module.css";
import { cx } from "../kit/cx";

const TINTS = 6;

/** The first letter of a name on a tint of its own. The name stands beside it, so it is not read aloud. */
export function Avatar({ id, name }: { id: string; name: string }) {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  const [letter] = [...name.replace(/[^\p{L}\p{N}]/gu, "")];
  return <span className={cx(css.avatar, css[`tint${(sum % TINTS).toString()}`])} aria-hidden>{letter?.toUpperCase() ?? "#"}</span>;
}
