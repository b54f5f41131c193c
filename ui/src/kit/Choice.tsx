import { Label, Radio, RadioGroup } from "react-aria-components";
import css from "./Choice.module.css";
import { cx } from "./cx";

interface ChoiceProps<T extends string> {
  label: string;
  value: T;
  options: readonly { id: T; label: string; description?: string }[];
  onChange: (id: string) => void;
  /** Drawn as rows with room for a description. */
  rows?: boolean;
  /** The label stands before the choices and not above them. */
  inline?: boolean;
}

/** One of a few. */
export function Choice<T extends string>({ label, value, options, onChange, rows = false, inline = false }: ChoiceProps<T>) {
  return (
    <RadioGroup value={value} onChange={onChange} className={cx(css.group, inline && css.inline)}>
      <Label className={css.label ?? ""}>{label}</Label>
      <div className={rows ? css.rows : css.chips}>
        {options.map((option) => (
          <Radio key={option.id} value={option.id} className={(rows ? css.row : css.chip) ?? ""}>
            {rows && <span className={css.mark} aria-hidden />}
            <span className={css.words}>
              <span className={css.title}>{option.label}</span>
              {option.description && <span className={css.description}>{option.description}</span>}
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
