import type { ReactNode } from "react";
import { Dialog, DialogTrigger, Popover } from "react-aria-components";
import css from "./PopoverButton.module.css";

interface PopoverButtonProps {
  /** The button that opens it. */
  button: ReactNode;
  label: string;
  children: ReactNode;
  placement?: "top start" | "bottom start" | "bottom end";
}

/** A small panel that hangs on a button. */
export function PopoverButton({ button, label, children, placement = "bottom start" }: PopoverButtonProps) {
  return (
    <DialogTrigger>
      {button}
      <Popover placement={placement} offset={6} className={css.popover ?? ""}>
        <Dialog aria-label={label} className={css.panel ?? ""}>{children}</Dialog>
      </Popover>
    </DialogTrigger>
  );
}
