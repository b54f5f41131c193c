import type { KeyboardEvent, PointerEvent } from "react";
import css from "./Splitter.module.css";

interface SplitterProps {
  label: string;
  /** Width of the pane it belongs to, in pixels. */
  width: number;
  min: number;
  max: number;
  /** On which side of it the pane stands. */
  pane: "start" | "end";
  onResize: (width: number) => void;
}

const STEP = 16;

/** The line between two panes, to be dragged or moved by the arrow keys. */
export function Splitter({ label, width, min, max, pane, onResize }: SplitterProps) {
  const sign = pane === "start" ? 1 : -1;
  const resize = (to: number) => { onResize(Math.round(Math.min(max, Math.max(min, to)))); };
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) resize(width + sign * event.movementX);
  };
  const step = (event: KeyboardEvent) => {
    const moves: Record<string, number> = { ArrowLeft: -STEP * sign, ArrowRight: STEP * sign, Home: min - width, End: max - width };
    const by = moves[event.key];
    if (by === undefined) return;
    event.preventDefault();
    resize(width + by);
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a focusable separator is a control
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the same
      tabIndex={0}
      className={css.splitter}
      onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); }}
      onPointerMove={drag}
      onKeyDown={step}
    />
  );
}
