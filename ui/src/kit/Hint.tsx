import type { ReactElement } from "react";
import { Tooltip, TooltipTrigger } from "react-aria-components";
import css from "./Hint.module.css";

interface HintProps {
  children: ReactElement;
  label: string;
  shortcut?: string;
  placement?: "top" | "bottom" | "left" | "right";
}

/** The tooltip of a control: what it is, and its shortcut. The control must be focusable. */
export function Hint({ children, label, shortcut, placement = "bottom" }: HintProps) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <Tooltip className={css.hint ?? ""} placement={placement} offset={6}>
        {label}
        {shortcut && <kbd className={css.shortcut}>{shortcut}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
