import { type ReactNode, useContext } from "react";
import { ComboBox as AriaComboBox, ComboBoxStateContext, Input, Label, ListBox, ListBoxItem, Popover } from "react-aria-components";
import options from "./Options.module.css";
import css from "./TextField.module.css";
import { useChange } from "./use-change";

interface ComboBoxProps<T extends { id: string }> {
  label: string;
  text: string;
  onText: (text: string) => void;
  /** What was found for the text; may come long after it. */
  items: readonly T[];
  /** Which of them was chosen. */
  chosen: string | null;
  onChoose: (item: T) => void;
  /** What stands in the field once an item is chosen. */
  textOf: (item: T) => string;
  /** What an item shows. */
  children: (item: T) => ReactNode;
  testId?: string;
}

/** A field that offers what was found for its text, and keeps any other text too. */
export function ComboBox<T extends { id: string }>({ label, text, onText, items, chosen, onChoose, textOf, children, testId }: ComboBoxProps<T>) {
  const choose = (key: string | number | null) => {
    const item = items.find(({ id }) => id === key);
    if (item !== undefined) onChoose(item);
  };
  return (
    <AriaComboBox items={items} inputValue={text} onInputChange={onText} value={chosen} onChange={choose} allowsCustomValue className={css.field ?? ""}>
      <Label className={css.label ?? ""}>{label}</Label>
      <Input className={css.input ?? ""} data-testid={testId} />
      <Popover className={options.popover ?? ""} offset={4}>
        <ListBox<T> className={options.list ?? ""}>
          {(item) => (
            <ListBoxItem id={item.id} textValue={textOf(item)} className={options.option ?? ""} data-testid={testId && `${testId}-${item.id}`}>
              <span className={options.words}>{children(item)}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
      <OpenWhenFound found={items.map(({ id }) => id).join()} />
    </AriaComboBox>
  );
}

/** React Aria opens the list while the text changes; what is found later must open it too. */
function OpenWhenFound({ found }: { found: string }) {
  const state = useContext(ComboBoxStateContext);
  useChange(found, () => {
    if (found !== "" && state?.isFocused && !state.isOpen) state.open(null, "input");
  });
  return null;
}
