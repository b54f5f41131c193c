import { useSyncExternalStore } from "react";
import { cx } from "../kit/cx";
import { useText } from "../text/use-text";
import { plainBlocks } from "./plain";
import css from "./PlainNote.module.css";
import type { Replica } from "./replica";

/** A note to read that an editor would damage: its text, and a card where something is not supported. */
export function PlainNote({ replica }: { replica: Replica }) {
  const { notes } = useText();
  const subscribe = (changed: () => void) => {
    replica.doc.on("update", changed);
    return () => { replica.doc.off("update", changed); };
  };
  const read = () => JSON.stringify(plainBlocks(replica.doc));
  useSyncExternalStore(subscribe, read);
  return (
    <article className={css.note} aria-label={notes.text.label} data-testid="note-editor">
      {plainBlocks(replica.doc).map((block) =>
        block.known ? (
          <p key={block.id} className={cx(css.block, block.name === "heading" && css.heading, block.depth > 0 && css.inner)}>
            {block.text}
          </p>
        ) : (
          <div key={block.id} className={css.card}>
            <span className={css.kind}>{notes.blocks.unknown}</span>
            {block.text !== "" && <p>{block.text}</p>}
          </div>
        ),
      )}
    </article>
  );
}
