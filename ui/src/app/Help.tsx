import { Dialog } from "../kit/Dialog";
import { useText } from "../text/use-text";
import css from "./Help.module.css";

/** Every shortcut of the window. */
export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { help } = useText().app;
  const lines: readonly [string, string][] = [
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
    ["?", help.help],
  ];
  return (
    <Dialog open={open} onClose={onClose} title={help.title}>
      <dl className={css.list}>
        {lines.map(([keys, what]) => (
          <div key={keys} className={css.line}>
            <dt>{what}</dt>
            <dd><kbd className={css.keys}>{keys}</kbd></dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
