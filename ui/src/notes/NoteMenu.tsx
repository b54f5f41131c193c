import { ArrowDown, ArrowUp, BookOpen, Copy, Ellipsis, FileOutput, FilePlus, FileStack, FolderArchive, FolderInput, History, LayoutTemplate, Link2, Pencil, Pin, PinOff, Printer, RotateCcw, Star, StarOff, Trash2, UserPlus } from "lucide-react";
import { useState } from "react";
import { call } from "../backend/call";
import type { NoteId } from "../backend/generated/NoteId";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { IconButton } from "../kit/IconButton";
import { Menu, type MenuEntry } from "../kit/Menu";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { ExportNote } from "./ExportNote";
import { MoveNote } from "./MoveNote";
import { NewFromTemplate } from "./NewFromTemplate";
import { OpenHistory } from "./OpenHistory";
import { PackNotes } from "./PackNotes";
import { ShareNote } from "./ShareNote";
import { useNotes } from "./store";
import { neighbours } from "./tree";

/** Whether the text is guarded against being changed by accident. */
export interface Reading {
  on: boolean;
  onChange: (on: boolean) => void;
}

interface NoteMenuProps {
  note: NoteSummary;
  /** Opens a note that was made here. */
  onOpen: (note: NoteId) => void;
  /** It is the one that is shown: that is what can be printed. */
  shown?: boolean;
  testId: string;
  /** Given where the note is open and may be changed. */
  reading?: Reading;
}

/** What can be done with a note, from its row or from its head. */
export function NoteMenu({ note, onOpen, shown = false, testId, reading }: NoteMenuProps) {
  const { notes: words, kit } = useText();
  const action = useAction();
  const [asking, setAsking] = useState<Question | null>(null);
  // None: it was not asked for. What speaks has to be there before it has words.
  const [copied, setCopied] = useState<boolean | null>(null);
  const close = () => { setAsking(null); };
  const entries = useEntries(note, { run: action.run, shown, onOpen, onAsk: setAsking, onCopied: setCopied });
  const title = note.title ?? words.untitled;
  const guard = reading && {
    id: "reading",
    label: reading.on ? words.reading.end : words.reading.begin,
    icon: reading.on ? <Pencil /> : <BookOpen />,
    shortcut: "Ctrl+Shift+E",
    onAct: () => { reading.onChange(!reading.on); },
  };
  return (
    <>
      <Menu label={words.optionsOf(title)} groups={guard ? [[guard], ...entries] : entries} placement="bottom end">
        <IconButton label={words.optionsOf(title)} icon={<Ellipsis />} testId={testId} />
      </Menu>
      {copied !== null && <span role="status" className="visually-hidden">{copied && kit.copied}</span>}
      {asking === "move" && <MoveNote note={note} onClose={close} />}
      {asking === "share" && <ShareNote note={note} onClose={close} />}
      {asking === "export" && <ExportNote note={note} onClose={close} />}
      {asking === "template" && <NewFromTemplate parent={note.id} onOpen={onOpen} onClose={close} />}
      {asking === "pack" && <PackNotes note={note} onClose={close} />}
      {asking === "history" && <OpenHistory note={note} onClose={close} />}
      {action.failure && (
        <Dialog open onClose={action.forget} title={words.notDone(title)}><FailureNote failure={action.failure} /></Dialog>
      )}
    </>
  );
}

type Question = "move" | "share" | "history" | "export" | "pack" | "template";

interface Acts {
  run: ReturnType<typeof useAction>["run"];
  shown: boolean;
  onOpen: (note: NoteId) => void;
  onAsk: (question: Question) => void;
  onCopied: (copied: boolean) => void;
}

function useEntries(note: NoteSummary, { run, shown, onOpen, onAsk, onCopied }: Acts): MenuEntry[][] {
  const { notes: words, sharing, history, exchange, templates } = useText();
  const leaving = useNotes((state) => state.leaving);
  const around = neighbours(useNotes((state) => state.notes), note);
  const { id, parent, favourite, pinned, rights } = note;
  if (note.deleted !== null) {
    return [[{ id: "restore", label: words.takeOut, icon: <RotateCcw />, onAct: () => { run(() => call("note_restore", id)); } }]];
  }
  const place = (after: NoteSummary | undefined) => { run(() => call("note_move", { note: id, parent, after: after?.id ?? null })); };
  const inside = { id: "inside", label: words.inside, icon: <FilePlus />, onAct: () => { run(() => call("note_create", { title: null, parent: id }), onOpen); } };
  const insideFrom = { id: "inside-template", label: templates.insideEntry, icon: <FileStack />, onAct: () => { onAsk("template"); } };
  const mark = {
    id: "favour",
    label: favourite ? words.unfavour : words.favour,
    icon: favourite ? <StarOff /> : <Star />,
    onAct: () => { run(() => call("note_favour", { note: id, favourite: !favourite })); },
  };
  const pin = {
    id: "pin",
    label: pinned ? words.unpin : words.pin,
    icon: pinned ? <PinOff /> : <Pin />,
    onAct: () => { run(() => call("note_pin", { note: id, pinned: !pinned })); },
  };
  const title = words.copyOf(note.title ?? words.untitled);
  const copy = { id: "copy", label: words.duplicate, icon: <Copy />, disabled: !note.offline, onAct: () => { run(() => call("note_duplicate", { note: id, title }), onOpen); } };
  const share = { id: "share", label: sharing.entry, icon: <UserPlus />, onAct: () => { onAsk("share"); } };
  // The address is asked for: only Rust knows where the agency's notes are.
  const copyLink = () => {
    onCopied(false);
    run(async () => { await navigator.clipboard.writeText(await call("note_address", id)); }, () => { onCopied(true); });
  };
  const link = { id: "link", label: sharing.link.copy, icon: <Link2 />, onAct: copyLink };
  // A version is restored through the editor, so the note is opened behind its history.
  const versions = { id: "history", label: history.entry, icon: <History />, disabled: !note.offline, onAct: () => { onOpen(id); onAsk("history"); } };
  const save = { id: "export", label: exchange.entry, icon: <FileOutput />, disabled: !note.offline, onAct: () => { onAsk("export"); } };
  const print = { id: "print", label: exchange.print, icon: <Printer />, shortcut: "Ctrl+P", onAct: () => { window.print(); } };
  const pack = { id: "pack", label: exchange.packEntry, icon: <FolderArchive />, onAct: () => { onAsk("pack"); } };
  const out = [...(leaving.formats.length > 0 ? [save] : []), ...(leaving.packing ? [pack] : []), ...(shown && leaving.printing ? [print] : [])];
  const offer = {
    id: "offer",
    label: note.template ? templates.unoffer : templates.offer,
    icon: <LayoutTemplate />,
    onAct: () => { run(() => call("note_offer", { note: id, template: !note.template })); },
  };
  const move = { id: "move", label: words.moveTo, icon: <FolderInput />, onAct: () => { onAsk("move"); } };
  const up = { id: "up", label: words.moveUp, icon: <ArrowUp />, disabled: around.before.length === 0, onAct: () => { place(around.before.at(-2)); } };
  const down = { id: "down", label: words.moveDown, icon: <ArrowDown />, disabled: around.after.length === 0, onAct: () => { place(around.after[0]); } };
  const remove = { id: "remove", label: words.remove, icon: <Trash2 />, danger: true, onAct: () => { run(() => call("note_delete", id)); } };
  const nested = rights.nest ? [inside, insideFrom] : [];
  const moves = parent === null ? [move] : [move, up, down];
  return [[...nested, mark, pin, share, link, versions, copy, offer], out, rights.move ? moves : [], rights.delete ? [remove] : []];
}
