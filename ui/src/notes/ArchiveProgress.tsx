import { useText } from "../text/use-text";
import { ListProgress } from "./ListProgress";
import { useNotes } from "./store";

/** How far packing or unpacking has come. */
export function ArchiveProgress() {
  const { exchange: words } = useText();
  const archive = useNotes((state) => state.archive);
  return archive && <ListProgress label={words.packing(archive.done, archive.total)} {...archive} />;
}
