import { useState } from "react";
import { useStore } from "zustand";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import type { Version } from "../backend/generated/Version";
import type { VersionId } from "../backend/generated/VersionId";
import { Choice } from "../kit/Choice";
import { FailureNote } from "../kit/FailureNote";
import { Skeleton } from "../kit/Skeleton";
import { clock, day } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import { sameText } from "./compare";
import { HistoryComparison } from "./HistoryComparison";
import { HistoryRestore } from "./HistoryRestore";
import css from "./HistoryVersion.module.css";
import type { Replica } from "./replica";
import { useBlocks, useVersionText } from "./use-history";
import { useRestore } from "./use-restore";
import { VersionTexts } from "./versions";

interface HistoryVersionProps {
  note: NoteSummary;
  replica: Replica;
  versions: readonly Version[];
  chosen: VersionId;
  onKept: () => void;
}

/** One version beside the text as it is, or beside the version before it; and the way back to it. */
export function HistoryVersion({ note, replica, versions, chosen, onKept }: HistoryVersionProps) {
  const { history: words } = useText();
  const [against, setAgainst] = useState<"now" | "before">("now");
  const [texts] = useState(() => new VersionTexts(note.id));
  const editor = useStore(replica.state, (state) => state.editor);
  const restore = useRestore(replica, onKept);
  const at = versions.findIndex(({ id }) => id === chosen);
  const version = versions[at];
  const earlier = versions[at + 1];
  // The text as it is can only be compared with what was before it, and the first version with nothing before it.
  const other = version === undefined ? "before" : earlier === undefined ? "now" : against;
  const now = useBlocks(replica);
  const own = useVersionText(texts, version?.id ?? null);
  const older = useVersionText(texts, other === "before" ? (earlier?.id ?? null) : null);
  const before = other === "now" ? own.text?.blocks : older.text?.blocks;
  const after = version === undefined || other === "now" ? now : own.text?.blocks;
  const failed = own.failure ? own : older.failure ? older : null;
  const may = note.editable && editor !== null && !restore.busy;
  const doc = own.text?.doc;
  const same = now !== null && own.text !== null && sameText(now, own.text.blocks);
  const putBack = may && doc && other === "now" ? (id: string) => { restore.block(doc, id); } : null;
  return (
    <section className={css.version} aria-label={words.comparison} data-pane tabIndex={-1}>
      <header className={css.head}>
        <h3 className={css.title}><Name version={version} /></h3>
        {version && earlier ? (
          <Choice
            inline
            label={words.against.label}
            value={against}
            options={[{ id: "now", label: words.against.now }, { id: "before", label: words.against.before }]}
            onChange={(id) => { setAgainst(id === "before" ? "before" : "now"); }}
          />
        ) : <p className={css.against}><span>{words.against.label}</span> {words.against[other]}</p>}
      </header>
      {failed?.failure ? <div className={css.trouble}><FailureNote failure={failed.failure} onRetry={failed.again} /></div>
        : before && after ? <HistoryComparison key={`${chosen} ${other}`} before={before} after={after} onRestore={putBack} />
        : <div className={css.waiting}><Skeleton rows={8} /></div>}
      {note.editable && <HistoryRestore replica={replica} restore={restore} text={version === undefined ? null : own.text} same={same} offered={version !== undefined && editor !== null} />}
    </section>
  );
}

/** Which version it is: when it was kept, and where. */
function Name({ version }: { version: Version | undefined }) {
  const { history: words } = useText();
  const language = useLanguage();
  if (version === undefined) return words.now;
  return (
    <>
      {`${day(language, version.at)}, ${clock(language, version.at)} `}
      <span className={css.origin}>{words.origin[version.origin]}</span>
    </>
  );
}
