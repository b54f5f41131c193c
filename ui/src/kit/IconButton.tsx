import type { ReactElement, Ref } from "react";
import { Button as AriaButton, ToggleButton as AriaToggle } from "react-aria-components";
import { cx } from "./cx";
import css from "./IconButton.module.css";
import { Hint } from "./Hint";

interface IconButtonProps {
  /** Its name: read aloud, and shown in the tooltip. */
  label: string;
  icon: ReactElement;
  onPress?: () => void;
  /** Shown in the tooltip, as `Ctrl+K`. */
  shortcut?: string;
  /** Given: it is a switch, and this is whether it is on. */
  on?: boolean;
  size?: "normal" | "large";
  placement?: "top" | "bottom" | "left" | "right";
  disabled?: boolean;
  /** It was pressed and the answer is not there yet: stays focusable, does nothing. */
  busy?: boolean;
  testId?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with a picture on it. Its name is never missing. */
export function IconButton({ label, icon, onPress, shortcut, on, size = "normal", placement = "bottom", disabled = false, busy = false, testId, ref }: IconButtonProps) {
  const shared = {
    className: cx(css.button, css[size]),
    "aria-label": label,
    isDisabled: disabled,
    "data-testid": testId,
    ...(onPress && { onPress }),
    ...(ref && { ref }),
  };
  return (
    <Hint label={label} placement={placement} {...(shortcut && { shortcut })}>
      {on === undefined ? <AriaButton {...shared} isPending={busy}>{icon}</AriaButton> : <AriaToggle {...shared} isSelected={on}>{icon}</AriaToggle>}
    </Hint>
  );
}
