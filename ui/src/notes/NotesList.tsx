import { ChevronRight, FilePlus, FileText, GripVertical } from "lucide-react";
import { type ReactNode, useState } from "react";
import {
  Button as AriaButton,
  Collection,
  type Key,
  ListLayout,
  Tree,
  TreeItem,
  TreeItemContent,
  Virtualizer,
} from "react-aria-components";
import { call } from "../backend/call";
import type { NoteId } from "../backend/generated/NoteId";
import { Button } from "../kit/Button";
import { cx } from "../kit/cx";
import { EmptyState } from "../kit/EmptyState";
import { FailureNote, Trouble } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { Pane } from "../kit/Pane";
import { Skeleton } from "../kit/Skeleton";
import { StatusIcon } from "../kit/StatusIcon";
import { useAction } from "../kit/use-action";
import { useLanguage, useText } from "../text/use-text";
import { ArchiveProgress } from "./ArchiveProgress";
import { ImportNotes } from "./ImportNotes";
import { ListProgress } from "./ListProgress";
import { NoteMenu } from "./NoteMenu";
import css from "./NotesList.module.css";
import { NotesMenu } from "./NotesMenu";
import { markOf } from "./status";
import { useNotes } from "./store";
import { type Branch, keysAbove, noteOf, type Section, tree } from "./tree";
import { useMoving } from "./use-moving";

/** Fewer notes than this are not worth a word. */
const FEW = 20;

interface NotesListProps {
  /** Which note is open. */
  selected: NoteId | null;
  onOpen: (note: NoteId) => void;
}

/** The notes of this agent as a tree in four sections. */
export function NotesList({ selected, onOpen }: NotesListProps) {
  const { notes: words } = useText();
  const create = useAction();
  const add = () => { create.run(() => call("note_create", { title: null, parent: null }), onOpen); };
  return (
    <Pane
      kind="list"
      label={words.heading}
      title={<h2>{words.heading}</h2>}
      actions={<><NotesMenu onOpen={onOpen} /><ImportNotes onOpen={onOpen} /><IconButton label={words.newNote} icon={<FilePlus />} onPress={add} testId="note-new" /></>}
    >
      {create.failure && <div className={css.failure}><FailureNote failure={create.failure} onRetry={add} /></div>}
      <Refused />
      <Fetching />
      <ArchiveProgress />
      <Notes selected={selected} onOpen={onOpen} onAdd={add} />
    </Pane>
  );
}

/** What the server did not do, until the agent has read it. */
function Refused() {
  const { notes: words, kit } = useText();
  const refused = useNotes((state) => state.refused);
  const title = useNotes((state) => (refused === null ? null : state.notes[refused.note]?.title));
  const [read, setRead] = useState(0);
  if (refused === null || refused.count === read) return null;
  return (
    <div className={css.failure}>
      <Trouble title={words.refused(title ?? words.untitled)} advice={words.refusedAdvice} onRetry={() => { setRead(refused.count); }} retryLabel={kit.close} />
    </div>
  );
}

/** How far a first sync has come. Nothing is said of a few notes: they come in the time of a glance. */
function Fetching() {
  const { notes: words } = useText();
  const online = useNotes((state) => state.online);
  const notes = useNotes((state) => state.notes);
  const all = Object.values(notes).filter(({ deleted }) => deleted === null);
  const here = all.filter(({ offline }) => offline).length;
  if (!online || all.length - here < FEW) return null;
  return <ListProgress label={words.fetching(here, all.length)} done={here} total={all.length} testId="notes-fetching" />;
}

function Notes({ selected, onOpen, onAdd }: NotesListProps & { onAdd: () => void }) {
  const { notes: words } = useText();
  const language = useLanguage();
  const { known, complete, online, notes } = useNotes();
  const sections = tree(notes, language);
  if (sections.length > 0) return <NotesTree sections={sections} selected={selected} onOpen={onOpen} />;
  if (known && complete) {
    return (
      <EmptyState icon={<FileText />} title={words.empty.title} testId="notes-empty" action={<Button onPress={onAdd}>{words.empty.action}</Button>}>
        {words.empty.text}
      </EmptyState>
    );
  }
  if (known && !online) return <EmptyState icon={<FileText />} title={words.waitingOffline} />;
  return <Skeleton rows={6} />;
}

interface NotesTreeProps extends NotesListProps {
  sections: Section[];
}

function NotesTree({ sections, selected, onOpen }: NotesTreeProps) {
  const { notes: words } = useText();
  const notes = useNotes((state) => state.notes);
  // What the agent closed or opened; everything else is open where the open note stands.
  const [toggled, setToggled] = useState<ReadonlyMap<Key, boolean>>(new Map());
  const above = selected === null ? [] : keysAbove(notes, selected);
  const unfolded = sections.filter(({ name }) => name !== "trash" && name !== "recent").map(({ name }) => `section-${name}`);
  const preset = new Set<Key>([...unfolded, ...above]);
  for (const [key, open] of toggled) {
    if (open) preset.add(key);
    else preset.delete(key);
  }
  const toggle = (now: Set<Key>) => {
    const next = new Map(toggled);
    for (const key of now) if (!preset.has(key)) next.set(key, true);
    for (const key of preset) if (!now.has(key)) next.set(key, false);
    setToggled(next);
  };
  const open = (key: Key) => {
    const id = noteOf(String(key));
    if (id in notes) onOpen(id);
  };
  const { dragAndDropHooks } = useMoving();
  return (
    <Virtualizer layout={ListLayout} layoutOptions={{ estimatedRowHeight: 32, gap: 1, padding: 8 }}>
      <Tree
        aria-label={words.heading}
        className={css.tree ?? ""}
        selectionMode="single"
        selectionBehavior="replace"
        disabledBehavior="selection"
        disabledKeys={sections.map(({ name }) => `section-${name}`)}
        selectedKeys={selected === null ? [] : [selected]}
        onSelectionChange={(keys) => { if (keys !== "all") keys.forEach(open); }}
        expandedKeys={preset}
        onExpandedChange={toggle}
        items={sections}
        dragAndDropHooks={dragAndDropHooks}
      >
        {(section) => (
          <TreeItem id={`section-${section.name}`} textValue={words[section.name]} className={css.row ?? ""}>
            <TreeItemContent>
              <RowContent expandable><span className={cx(css.title, css.section)}>{words[section.name]}</span></RowContent>
            </TreeItemContent>
            <Collection items={section.branches.map((branch) => ({ ...branch, id: branch.key }))}>
              {(branch) => branchItem(branch, words.untitled, onOpen)}
            </Collection>
          </TreeItem>
        )}
      </Tree>
    </Virtualizer>
  );
}

/** A note and the notes below it. A function, as the tree must find its items among its own children. */
function branchItem(branch: Branch, untitled: string, onOpen: (note: NoteId) => void) {
  return (
    <TreeItem
      id={branch.key}
      textValue={branch.note.title ?? untitled}
      className={css.row ?? ""}
      data-testid={`note-row-${branch.key}`}
    >
      <TreeItemContent>
        {({ allowsDragging }) => (
          <RowContent expandable={branch.children.length > 0}>
            {allowsDragging && <AriaButton slot="drag" className={css.grip ?? ""}><GripVertical aria-hidden /></AriaButton>}
            <NoteRow branch={branch} onOpen={onOpen} />
          </RowContent>
        )}
      </TreeItemContent>
      <Collection items={branch.children.map((child) => ({ ...child, id: child.key }))}>
        {(child) => branchItem(child, untitled, onOpen)}
      </Collection>
    </TreeItem>
  );
}

function RowContent({ expandable, children }: { expandable: boolean; children: ReactNode }) {
  const { notes: words } = useText();
  return (
    <span className={css.content}>
      {expandable ? (
        <AriaButton slot="chevron" className={css.chevron ?? ""} aria-label={words.fold}><ChevronRight aria-hidden /></AriaButton>
      ) : (
        <span className={css.space} />
      )}
      {children}
    </span>
  );
}

function NoteRow({ branch: { key, note }, onOpen }: { branch: Branch; onOpen: (note: NoteId) => void }) {
  const { notes: words } = useText();
  const online = useNotes((state) => state.online);
  const mark = markOf(note, online, words);
  const away = !online && !note.offline;
  return (
    <>
      <span className={cx(css.title, away && css.away)} title={away ? words.notHere : undefined}>
        {note.title ?? words.untitled}
      </span>
      {mark && <StatusIcon status={mark.status} reason={mark.reason} inRow />}
      <span className={css.menu}><NoteMenu note={note} onOpen={onOpen} testId={`note-actions-${key}`} /></span>
    </>
  );
}
