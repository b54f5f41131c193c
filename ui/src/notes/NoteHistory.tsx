import { History } from "lucide-react";
import { useState } from "react";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import type { VersionId } from "../backend/generated/VersionId";
import type { Versions } from "../backend/generated/Versions";
import { Dialog } from "../kit/Dialog";
import { EmptyState } from "../kit/EmptyState";
import { FailureNote } from "../kit/FailureNote";
import { Skeleton } from "../kit/Skeleton";
import { useAction } from "../kit/use-action";
import { useChange } from "../kit/use-change";
import { useText } from "../text/use-text";
import { HistoryList } from "./HistoryList";
import { HistoryVersion } from "./HistoryVersion";
import css from "./NoteHistory.module.css";
import { type Replica, useReplica } from "./replica";
import { useNotes } from "./store";
import { useVersions } from "./use-history";

/** The earlier versions of a note: what was otherwise in them, and the way back to it. */
export function NoteHistory({ note, onClose }: { note: NoteSummary; onClose: () => void }) {
  const { notes, history: words } = useText();
  const replica = useReplica(note.id);
  return (
    <Dialog open roomy onClose={onClose} title={words.title(note.title ?? notes.untitled)}>
      {replica ? <Content note={note} replica={replica} /> : <Skeleton rows={8} />}
    </Dialog>
  );
}

function Content({ note, replica }: { note: NoteSummary; replica: Replica }) {
  const { history: words } = useText();
  const { versions, failure, read } = useVersions(note.id);
  const online = useNotes((state) => state.online);
  const retry = useAction();
  useChange(String(online), () => { void read(); });
  const again = () => { retry.run(read); };
  const none = versions?.versions.length === 0;
  return (
    <div className={css.content}>
      {failure && !retry.busy && <div className={css.trouble}><FailureNote failure={failure} onRetry={again} /></div>}
      {versions === null && (!failure || retry.busy) && <Skeleton rows={8} />}
      {versions && none && <EmptyState icon={<History />} title={words.empty.title} testId="history-empty">{words.empty.text}</EmptyState>}
      {versions && none && !versions.complete && <Incomplete />}
      {versions && !none && <Halves note={note} replica={replica} versions={versions} onKept={() => { void read(); }} />}
    </div>
  );
}

interface HalvesProps {
  note: NoteSummary;
  replica: Replica;
  versions: Versions;
  onKept: () => void;
}

function Halves({ note, replica, versions: { versions, complete }, onKept }: HalvesProps) {
  const { history: words } = useText();
  // The newest when it was opened; it stays chosen when there are newer ones.
  const [chosen, setChosen] = useState<VersionId>(versions[0]?.id ?? "");
  return (
    <div className={css.halves}>
      <section className={css.list} aria-label={words.list} data-pane tabIndex={-1}>
        <HistoryList versions={versions} chosen={chosen} onChoose={setChosen} />
        {!complete && <Incomplete />}
      </section>
      <HistoryVersion note={note} replica={replica} versions={versions} chosen={chosen} onKept={onKept} />
    </div>
  );
}

function Incomplete() {
  const { history: words } = useText();
  const online = useNotes((state) => state.online);
  return <p className={css.incomplete} data-testid="history-incomplete">{online ? words.incomplete : words.offline}</p>;
}
