import { RotateCcw, Undo2 } from "lucide-react";
import { useStore } from "zustand";
import { Button } from "../kit/Button";
import { FailureNote } from "../kit/FailureNote";
import { useText } from "../text/use-text";
import type { Block } from "./blocks";
import css from "./HistoryRestore.module.css";
import type { Replica } from "./replica";
import type { Restore } from "./use-restore";
import type { VersionText } from "./versions";

interface HistoryRestoreProps {
  replica: Replica;
  restore: Restore;
  /** Of the version; none while it is read, and where there is none. */
  text: VersionText | null;
  /** Whether the note is what the version was. */
  same: boolean;
  /** Whether a version is shown that could be restored. */
  offered: boolean;
}

/** The way back to a version and from it, and why there is none. */
export function HistoryRestore({ replica, restore, text, same, offered }: HistoryRestoreProps) {
  const { history: words } = useText();
  const unsupported = useStore(replica.state, (state) => state.unsupported);
  const partly = text !== null && !wellKnown(text.blocks);
  const why = unsupported ? words.noteUnsupported : partly ? words.versionUnsupported : null;
  const { said, undo } = restore;
  const put = () => { if (text) restore.text(text.doc); };
  return (
    <footer className={css.foot}>
      {restore.failure && <div className={css.trouble}><FailureNote failure={restore.failure} /></div>}
      <p role="status" className={css.said}>{said === null ? why : words[said]}</p>
      {undo && <Button icon={<Undo2 aria-hidden />} onPress={undo} testId="history-undo">{words.undo}</Button>}
      {offered && why === null && (
        <Button kind="primary" icon={<RotateCcw aria-hidden />} onPress={put} busy={restore.busy} disabled={text === null || same} testId="history-restore">{words.restore.action}</Button>
      )}
    </footer>
  );
}

const wellKnown = (blocks: readonly Block[]): boolean => blocks.every(({ known, children }) => known && wellKnown(children));
