import type { ReactNode } from "react";
import css from "./Screen.module.css";

/** A screen before the desk: one card in the middle, with the mark above it. */
export function Screen({ title, children, busy = false }: { title: string; children: ReactNode; busy?: boolean }) {
  return (
    <main className={css.screen} aria-busy={busy}>
      <div className={css.card}>
        <Mark />
        <h1 className={css.title}>{title}</h1>
        {children}
      </div>
    </main>
  );
}

function Mark() {
  return (
    <svg className={css.mark} viewBox="0 0 512 512" aria-hidden>
      <rect className={css.ground} width="512" height="512" rx="112" />
      <path className={css.letter} d="M128 384 228 128h56l100 256h-60l-21-58h-95l-21 58zm98-108h60l-30-83z" />
      <circle className={css.point} cx="384" cy="140" r="36" />
    </svg>
  );
}
