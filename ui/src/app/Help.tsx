import { Dialog } from "../kit/Dialog";
import { editorKeys } from "../notes/editor-keys";
import { useText } from "../text/use-text";
import css from "./Help.module.css";

/** Every shortcut of the window, and of the editor in it. */
export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { app: { help }, notes: { keys: words } } = useText();
  const everywhere: readonly [string, string][] = [
    ["Ctrl+K", help.palette],
    ["F6", help.panes],
    ["Ctrl+B", help.list],
    ["Ctrl+1", help.notes],
    ["Ctrl+2", help.chat],
    ["Ctrl+J", help.assistant],
    ["Ctrl+N", help.newNote],
    ["Ctrl+F", help.find],
    ["Ctrl+,", help.settings],
    ["← ↑ → ↓", help.move],
    ["Esc", help.back],
    ["? F1", help.help],
  ];
  return (
    <Dialog open={open} onClose={onClose} title={help.title} wide>
      <div className={css.groups}>
        <Keys title={help.everywhere} lines={everywhere} />
        {editorKeys.map(({ group, keys }) => (
          <Keys key={group} title={words.groups[group]} lines={keys.map(([pressed, word]) => [pressed, words.words[word]])} />
        ))}
      </div>
    </Dialog>
  );
}

interface KeysProps {
  title: string;
  lines: readonly (readonly [string, string])[];
}

function Keys({ title, lines }: KeysProps) {
  return (
    <section className={css.group}>
      <h3 className={css.title}>{title}</h3>
      <dl className={css.list}>
        {lines.map(([keys, what]) => (
          <div key={what} className={css.line}>
            <dt>{what}</dt>
            <dd><kbd className={css.keys}>{keys}</kbd></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
