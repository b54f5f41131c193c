// Notes are dragged to where they shall stand, by the mouse or by keyboard.
import { type DragAndDropHooks, useDragAndDrop } from "react-aria-components";
import { call } from "../backend/call";
import { useNotes } from "./store";
import { dropOf, noteOf } from "./tree";

const NOTE = "attache/note";

/** What a tree of notes needs to be put in order by dragging. What a server refuses is told as for any other move. */
export const useMoving = (): { dragAndDropHooks: DragAndDropHooks } => {
  const notes = useNotes((state) => state.notes);
  return useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ [NOTE]: noteOf(String(key)), "text/plain": notes[noteOf(String(key))]?.title ?? "" })),
    acceptedDragTypes: [NOTE],
    getAllowedDropOperations: () => ["move"],
    onMove: ({ keys, target }) => {
      for (const key of keys) {
        const note = noteOf(String(key));
        const spot = dropOf(useNotes.getState().notes, note, String(target.key), target.dropPosition);
        // What is not allowed was not offered; what fails is told by the list.
        if (spot !== null) call("note_move", { note, ...spot }).catch(() => undefined);
      }
    },
    shouldAcceptItemDrop: (target, types) => types.has(NOTE) && (target.key === "section-mine" || notes[String(target.key)]?.rights.move === true),
  });
};
