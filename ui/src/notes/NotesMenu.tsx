import { Ellipsis, FileStack, FolderArchive } from "lucide-react";
import { useState } from "react";
import type { NoteId } from "../backend/generated/NoteId";
import { IconButton } from "../kit/IconButton";
import { Menu } from "../kit/Menu";
import { useText } from "../text/use-text";
import { NewFromTemplate } from "./NewFromTemplate";
import { PackNotes } from "./PackNotes";
import { useNotes } from "./store";

/** What else can be begun in the list of notes. */
export function NotesMenu({ onOpen }: { onOpen: (note: NoteId) => void }) {
  const { exchange, templates } = useText();
  const packing = useNotes((state) => state.leaving.packing);
  const [asking, setAsking] = useState<"template" | "pack" | null>(null);
  const close = () => { setAsking(null); };
  const template = { id: "template", label: templates.entry, icon: <FileStack />, onAct: () => { setAsking("template"); } };
  const pack = { id: "pack", label: exchange.packAllEntry, icon: <FolderArchive />, onAct: () => { setAsking("pack"); } };
  return (
    <>
      <Menu label={exchange.more} groups={[[template], packing ? [pack] : []]} placement="bottom end">
        <IconButton label={exchange.more} icon={<Ellipsis />} testId="notes-more" />
      </Menu>
      {asking === "template" && <NewFromTemplate parent={null} onOpen={onOpen} onClose={close} />}
      {asking === "pack" && <PackNotes note={null} onClose={close} />}
    </>
  );
}
