// What the editor can undo: y-prosemirror puts together what follows quickly, unless it is told not to.
import { yUndoPluginKey } from "y-prosemirror";
import type * as Y from "yjs";
import type { Editing } from "./replica";

type Undoing = Pick<Editing, "prosemirrorState">;

/** None: the editor stands on no shared text. */
export function undoing(editor: Undoing): Y.UndoManager | undefined {
  const state: { undoManager: Y.UndoManager } | undefined = yUndoPluginKey.getState(editor.prosemirrorState);
  return state?.undoManager;
}

/** Does something that is a step to undo by itself. */
export function inOneStep(editor: Undoing, act: () => void): void {
  const undo = undoing(editor);
  undo?.stopCapturing();
  act();
  undo?.stopCapturing();
}
