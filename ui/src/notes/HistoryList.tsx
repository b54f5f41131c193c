import type { Version } from "../backend/generated/Version";
import type { VersionId } from "../backend/generated/VersionId";
import { GroupedList } from "../kit/GroupedList";
import { clock } from "../text/format";
import { useLanguage, useText } from "../text/use-text";
import css from "./HistoryList.module.css";
import { daysOf, NOW } from "./versions";

interface HistoryListProps {
  versions: readonly Version[];
  chosen: VersionId;
  onChoose: (version: VersionId) => void;
}

type Item = { id: string; title: string; aside: string };

/** The text as it is, and below it the versions by days. */
export function HistoryList({ versions, chosen, onChoose }: HistoryListProps) {
  const { history: words } = useText();
  const language = useLanguage();
  const item = ({ id, at, origin }: Version): Item => ({ id, title: clock(language, at), aside: words.origin[origin] });
  const now = { id: NOW, label: words.now, bare: true, items: [{ id: NOW, title: words.now, aside: "" }] };
  const groups = [now, ...daysOf(versions, language).map((day) => ({ ...day, items: day.items.map(item) }))];
  return (
    <GroupedList label={words.list} groups={groups} selected={chosen} onOpen={onChoose} textOf={({ title, aside }) => `${title} ${aside}`.trim()} testId="history-row">
      {({ title, aside }) => (
        <>
          <span className={css.title}>{title}</span>
          <span className={css.aside}>{aside}</span>
        </>
      )}
    </GroupedList>
  );
}
