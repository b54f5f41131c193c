// The keys that BlockNote does not have: a block of code, the tick of a check list, and opening the link at the cursor.
import { createExtension } from "@blocknote/core";
import { keymap } from "prosemirror-keymap";
import { type Command, type EditorState, NodeSelection } from "prosemirror-state";
import type { LinkTarget } from "./links";

export const moreKeys = (open: (target: LinkTarget) => void) => createExtension(({ editor }) => {
  const code: Command = () => {
    const { block } = editor.getTextCursorPosition();
    if (editor.schema.blockSchema[block.type]?.content !== "inline") return false;
    editor.updateBlock(block, { type: "codeBlock", props: {} });
    return true;
  };
  const tick: Command = () => {
    const { block } = editor.getTextCursorPosition();
    if (block.type !== "checkListItem") return false;
    editor.updateBlock(block, { props: { checked: block.props["checked"] !== true } });
    return true;
  };
  const openLink: Command = (state) => {
    const link = editor.getLinkMarkAtPos(state.selection.from);
    const target = noteAt(state) ?? (link === undefined ? undefined : address(link.href));
    if (target === undefined) return false;
    open(target);
    return true;
  };
  return { key: "moreKeys", prosemirrorPlugins: [keymap({ "Mod-Alt-c": code, "Mod-Enter": tick, "Alt-Enter": openLink })] };
})();

const address = (of: string): LinkTarget => ({ type: "address", address: of });

/** The note that the link selected, or beside the cursor, leads to. */
function noteAt({ selection }: EditorState): LinkTarget | undefined {
  const beside = selection instanceof NodeSelection ? [selection.node] : [selection.$from.nodeAfter, selection.$from.nodeBefore];
  const link = beside.find((node) => node?.type.name === "interlinkingLinkInline" && node.attrs["disabled"] !== true);
  const note: unknown = link?.attrs["docId"];
  return typeof note === "string" && note !== "" ? { type: "note", note } : undefined;
}
