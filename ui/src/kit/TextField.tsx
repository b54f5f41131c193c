import type { Ref } from "react";
import { FieldError, Input, Label, Text, TextArea, TextField as AriaTextField } from "react-aria-components";
import { cx } from "./cx";
import css from "./TextField.module.css";

interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** The label is read aloud but not drawn. */
  labelHidden?: boolean;
  description?: string;
  error?: string | null;
  placeholder?: string;
  type?: "text" | "email" | "search";
  rows?: number;
  mono?: boolean;
  autoFocus?: boolean;
  autoComplete?: string;
  maxLength?: number;
  testId?: string;
  ref?: Ref<HTMLInputElement>;
}

/** One field, its label, and what is wrong with it. */
export function TextField({ label, value, onChange, labelHidden = false, description, error = null, type = "text", rows, mono = false, testId, ref, placeholder, ...rest }: TextFieldProps) {
  const input = cx(css.input, mono && css.mono);
  return (
    <AriaTextField {...rest} type={type} value={value} onChange={onChange} isInvalid={error !== null} className={css.field ?? ""}>
      <Label className={labelHidden ? "visually-hidden" : cx(css.label)}>{label}</Label>
      {rows === undefined ? (
        <Input className={input} data-testid={testId} spellCheck={!mono} {...(placeholder && { placeholder })} {...(ref && { ref })} />
      ) : (
        <TextArea className={input} rows={rows} data-testid={testId} spellCheck={!mono} {...(placeholder && { placeholder })} />
      )}
      {description && <Text slot="description" className={css.description ?? ""}>{description}</Text>}
      <FieldError className={css.error ?? ""}>{error}</FieldError>
    </AriaTextField>
  );
}
