import type { ReactNode } from "react";
import { Boundary } from "../kit/Boundary";
import { Trouble } from "../kit/FailureNote";
import { useText } from "../text/use-text";
import css from "./Guarded.module.css";

/** A pane that fails to draw leaves the others standing. */
export function Guarded({ children }: { children: ReactNode }) {
  const { crash } = useText().app;
  return (
    <Boundary
      fallback={(detail, again) => (
        <div className={css.crash}>
          <Trouble title={crash.title} advice={crash.advice} detail={detail} onRetry={again} retryLabel={crash.again} />
        </div>
      )}
    >
      {children}
    </Boundary>
  );
}
