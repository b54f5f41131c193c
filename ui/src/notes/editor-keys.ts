// The keys of the editor, as Help lists them. Each of them is pressed in a test. Those that BlockNote lacks are in `more-keys.ts`.
import type { NotesText } from "../text/en/notes";

type Word = keyof NotesText["keys"]["words"];

/** What can be done, in groups, with its keys as people read them. */
export const editorKeys: readonly { group: keyof NotesText["keys"]["groups"]; keys: readonly (readonly [string, Word])[] }[] = [
  {
    group: "letters",
    keys: [
      ["Ctrl+B", "bold"],
      ["Ctrl+I", "italic"],
      ["Ctrl+U", "underline"],
      ["Ctrl+Shift+S", "strike"],
      ["Ctrl+E", "code"],
      ["Ctrl+K", "link"],
      ["Alt+Enter", "openLink"],
      ["Ctrl+Alt+M", "comment"],
    ],
  },
  {
    group: "blocks",
    keys: [
      ["Ctrl+Alt+0", "paragraph"],
      ["Ctrl+Alt+1 … 6", "heading"],
      ["Ctrl+Shift+8", "bullets"],
      ["Ctrl+Shift+7", "numbers"],
      ["Ctrl+Shift+9", "checks"],
      ["Ctrl+Shift+6", "toggles"],
      ["Ctrl+Enter", "tick"],
      ["Ctrl+Alt+Q", "quote"],
      ["Ctrl+Alt+C", "codeBlock"],
      ["Tab", "indent"],
      ["Shift+Tab", "outdent"],
      ["Ctrl+Shift+↑", "moveUp"],
      ["Ctrl+Shift+↓", "moveDown"],
      ["Shift+↑ ↓", "select"],
      ["Shift+Enter", "line"],
    ],
  },
  {
    group: "tables",
    keys: [
      ["Tab", "nextCell"],
      ["Shift+Tab", "previousCell"],
      ["Enter", "cellBelow"],
    ],
  },
  {
    group: "writing",
    keys: [
      ["/", "slash"],
      ["@", "mention"],
      ["[[", "noteLink"],
      [":", "emoji"],
      ["Ctrl+Shift+V", "plain"],
      ["Ctrl+Z", "undo"],
      ["Ctrl+Y", "redo"],
      ["Ctrl+F", "find"],
      ["Ctrl+Shift+E", "reading"],
    ],
  },
];
