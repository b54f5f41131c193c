import { TableOfContents } from "lucide-react";
import { useSyncExternalStore } from "react";
import { Button as AriaButton } from "react-aria-components";
import { IconButton } from "../kit/IconButton";
import { PopoverButton } from "../kit/PopoverButton";
import { useLanguage, useText } from "../text/use-text";
import css from "./NoteOutline.module.css";
import { headingsIn, lengthOf } from "./outline";
import type { Replica } from "./replica";

/** The headings of the open note as a way to them, and how long the note is. */
export function NoteOutline({ replica }: { replica: Replica }) {
  const { notes: { outline: words } } = useText();
  return (
    <PopoverButton label={words.label} placement="bottom end" button={<IconButton label={words.label} icon={<TableOfContents />} testId="note-outline" />}>
      <Panel replica={replica} />
    </PopoverButton>
  );
}

function Panel({ replica }: { replica: Replica }) {
  const { notes: { outline: words } } = useText();
  const language = useLanguage();
  const subscribe = (changed: () => void) => {
    replica.doc.on("update", changed);
    return () => { replica.doc.off("update", changed); };
  };
  useSyncExternalStore(subscribe, () => JSON.stringify([headingsIn(replica.doc), lengthOf(replica.doc, language)]));
  const headings = headingsIn(replica.doc);
  const length = lengthOf(replica.doc, language);
  const count = new Intl.NumberFormat(language);
  return (
    <>
      {headings.length === 0 ? <p className={css.none}>{words.none}</p> : (
        <ul className={css.list}>
          {headings.map((heading) => (
            <li key={heading.id} data-level={heading.level}>
              <AriaButton slot="close" className={css.heading ?? ""} onPress={() => { show(heading.id); }}>{heading.text}</AriaButton>
            </li>
          ))}
        </ul>
      )}
      <p className={css.length} data-testid="note-length">{`${words.words}: ${count.format(length.words)} · ${words.characters}: ${count.format(length.characters)}`}</p>
    </>
  );
}

/** The editor names its blocks in what it draws. */
function show(block: string) {
  const drawn = document.querySelector(`[data-testid="note-editor"] [data-id="${CSS.escape(block)}"]`);
  drawn?.scrollIntoView({ block: "start", behavior: "instant" });
}
