import { FormattingToolbar, getFormattingToolbarItems, useComponentsContext } from "@blocknote/react";
import { MessageSquarePlus } from "lucide-react";
import { SaveFile, type SaveFileProps } from "./SaveFile";

interface CommentProps {
  label: string;
  onComment: () => void;
}

interface ToolbarProps {
  editable: boolean;
  save: SaveFileProps;
  /** None: the agent may not comment. */
  comment: CommentProps | null;
}

/**
 * BlockNote's toolbar, but that a file is saved instead of opened in a browser, which has no right to it. Who may not
 * write has only what changes no text; where that is nothing, the styles hide it.
 */
export function Toolbar({ editable, save, comment }: ToolbarProps) {
  const items = editable ? getFormattingToolbarItems().filter(({ key }) => key !== "fileDownloadButton") : [];
  return (
    <FormattingToolbar>
      {[...items, <SaveFile key="saveFile" {...save} />, comment && <AddComment key="addComment" {...comment} />]}
    </FormattingToolbar>
  );
}

function AddComment({ label, onComment }: CommentProps) {
  const components = useComponentsContext();
  if (components === undefined) return null;
  const { Button } = components.FormattingToolbar;
  return <Button className="bn-button" label={label} mainTooltip={label} secondaryTooltip="Ctrl+Alt+M" icon={<MessageSquarePlus size={18} />} onClick={onComment} />;
}
