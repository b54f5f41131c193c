import { useBlockNoteEditor, useComponentsContext, useEditorState } from "@blocknote/react";
import { Download } from "lucide-react";
import { type FilePlace, placeOf } from "./files";

/** A file that is selected in the text. */
export interface SelectedFile extends FilePlace {
  name: string;
}

export interface SaveFileProps {
  label: string;
  onSave: (file: SelectedFile) => void;
}

/** A button of the toolbar while a file is selected. */
export function SaveFile({ label, onSave }: SaveFileProps) {
  const components = useComponentsContext();
  const editor = useBlockNoteEditor();
  const file = useEditorState({ editor, selector: ({ editor: now }) => selectedFile(now.getTextCursorPosition().block.props) });
  if (file === undefined || components === undefined) return null;
  const { Button } = components.FormattingToolbar;
  return <Button className="bn-button" label={label} mainTooltip={label} icon={<Download size={18} />} onClick={() => { onSave(file); }} />;
}

function selectedFile(props: object): SelectedFile | undefined {
  if (!("url" in props) || typeof props.url !== "string") return undefined;
  const place = placeOf(props.url);
  const name = "name" in props && typeof props.name === "string" ? props.name : "";
  return place && { ...place, name: name === "" ? place.file : name };
}
