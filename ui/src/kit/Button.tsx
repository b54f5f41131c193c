import type { ReactNode, Ref } from "react";
import { Button as AriaButton } from "react-aria-components";
import css from "./Button.module.css";
import { cx } from "./cx";

export interface ButtonProps {
  children: ReactNode;
  onPress?: () => void;
  kind?: "primary" | "normal" | "quiet" | "danger";
  size?: "regular" | "large";
  type?: "button" | "submit";
  icon?: ReactNode;
  /** It was pressed and the answer is not there yet: stays focusable, does nothing. */
  busy?: boolean;
  disabled?: boolean;
  autoFocus?: boolean;
  wide?: boolean;
  testId?: string;
  describedBy?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with words on it. */
export function Button({ children, icon, kind = "normal", size = "regular", busy, disabled, wide, testId, describedBy, onPress, ...rest }: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(onPress && { onPress })}
      {...(describedBy && { "aria-describedby": describedBy })}
      className={cx(css.button, css[kind], css[size], wide && css.wide)}
      isPending={busy ?? false}
      isDisabled={disabled ?? false}
      data-testid={testId}
    >
      {icon}
      <span className={css.words}>{children}</span>
    </AriaButton>
  );
}
