import { Check, ChevronDown } from "lucide-react";
import { useState } from "react";
import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue, Text } from "react-aria-components";
import { cx } from "./cx";
import options from "./Options.module.css";
import css from "./Select.module.css";

interface SelectProps<T extends string> {
  label: string;
  /** The label is read aloud but not drawn. */
  labelHidden?: boolean;
  /** None: something that is not among the options; then the placeholder stands there. */
  value: T | null;
  options: readonly { id: T; label: string; description?: string }[];
  onChange: (value: T) => void;
  placeholder?: string;
  /** What was chosen is under way: it stays focusable and does not open. */
  busy?: boolean;
  /** Without a frame, for rows. */
  quiet?: boolean;
  testId?: string;
}

/** One of several, in a list that opens. Only a choice in the open list counts: what acts at once must not change by a stray arrow key. */
export function Select<T extends string>({ label, labelHidden = false, value, options: offered, onChange, placeholder, busy = false, quiet = false, testId }: SelectProps<T>) {
  const [open, setOpen] = useState(false);
  const shown = open && !busy;
  const choose = (key: string | number | null) => {
    const option = offered.find(({ id }) => id === key);
    if (shown && option !== undefined && option.id !== value) onChange(option.id);
  };
  return (
    <AriaSelect value={value} onChange={choose} isOpen={shown} onOpenChange={setOpen} className={css.field ?? ""} {...(placeholder && { placeholder })}>
      <Label className={labelHidden ? "visually-hidden" : cx(css.label)}>{label}</Label>
      <Button className={cx(css.button, quiet && css.quiet)} isPending={busy} data-testid={testId}>
        <SelectValue className={css.value ?? ""}>{({ isPlaceholder, selectedText, defaultChildren }) => (isPlaceholder ? defaultChildren : selectedText)}</SelectValue>
        <ChevronDown className={css.arrow} aria-hidden />
      </Button>
      <Popover className={options.popover ?? ""} offset={4}>
        <ListBox className={options.list ?? ""} items={offered}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className={options.option ?? ""} data-testid={testId && `${testId}-${option.id}`}>
              <span className={options.words}>
                <Text slot="label">{option.label}</Text>
                {option.description && <Text slot="description" className={options.description ?? ""}>{option.description}</Text>}
              </span>
              <Check className={options.tick} aria-hidden />
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
