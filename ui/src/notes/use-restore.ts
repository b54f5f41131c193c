// Restores what a version holds, and takes it back. What the note is before is kept as a version first, so that even
// later nothing is lost.
import { useState } from "react";
import type * as Y from "yjs";
import { call } from "../backend/call";
import type { Failure } from "../backend/generated/Failure";
import { useAction } from "../kit/use-action";
import type { Editing, Replica } from "./replica";
import { restoreBlock, restoreText, undoRestore } from "./restore";

export type Said = "restored" | "blockRestored" | "undone" | "versionUnsupported";

export interface Restore {
  busy: boolean;
  failure: Failure | null;
  /** What came of the last act. */
  said: Said | null;
  text: (version: Y.Doc) => void;
  block: (version: Y.Doc, id: string) => void;
  /** None: there is nothing to take back. */
  undo: (() => void) | null;
}

/** Restores in the note of the replica; `onKept` hears that there is a version more. */
export const useRestore = (replica: Replica, onKept: () => void): Restore => {
  const keep = useAction();
  const [undos, setUndos] = useState(0);
  const [said, setSaid] = useState<Said | null>(null);
  const run = (words: Said, act: (editor: Editing) => boolean) => {
    keep.run(() => call("version_keep", replica.note), () => {
      const { editor } = replica.state.getState();
      const done = editor !== null && act(editor);
      setSaid(done ? words : "versionUnsupported");
      if (done) setUndos((count) => count + 1);
      onKept();
    });
  };
  const undo = () => {
    const { editor } = replica.state.getState();
    if (editor !== null) undoRestore(editor);
    setUndos(undos - 1);
    setSaid("undone");
  };
  return {
    busy: keep.busy,
    failure: keep.failure,
    said,
    text: (version) => { run("restored", (editor) => restoreText(replica.doc, version, editor)); },
    block: (version, id) => { run("blockRestored", (editor) => restoreBlock(replica.doc, version, id, editor)); },
    undo: undos > 0 ? undo : null,
  };
};
