// Which names our editor knows. An editor deletes from the shared note whatever it does not know, so a change is read
// before the editor sees it: a note that holds an unknown name is shown, but never bound to an editor.
import * as Y from "yjs";

export const NODES: ReadonlySet<string> = new Set([
  "blockGroup", "blockContainer", "paragraph", "heading", "bulletListItem", "numberedListItem", "checkListItem",
  "toggleListItem", "quote", "codeBlock", "divider", "pageBreak", "image", "video", "audio", "file", "table",
  "tableRow", "tableHeader", "tableCell", "tableParagraph", "hardBreak", "callout", "pdf", "uploadLoader",
  "interlinkingLinkInline",
]);

export const MARKS: ReadonlySet<string> = new Set([
  "bold", "italic", "underline", "strike", "code", "textColor", "backgroundColor", "link", "comment", "insertion",
  "deletion", "modification",
]);

export const ATTRIBUTES: ReadonlySet<string> = new Set([
  "id", "backgroundColor", "textColor", "textAlignment", "level", "isToggleable", "start", "checked", "language",
  "name", "url", "caption", "showPreview", "previewWidth", "colspan", "rowspan", "colwidth", "emoji", "information",
  "type", "blockUploadName", "blockUploadShowPreview", "blockUploadType", "blockUploadUrl", "docId", "disabled",
  "trigger", "title",
]);

/** A mark that may overlap itself carries a suffix made of its content. */
const SUFFIX = /--[A-Za-z0-9+/=]{8}$/;

/** The name of a mark by the key of its attribute. */
export function markName(key: string): string {
  return key.replace(SUFFIX, "");
}

/** The names in an update that our editor would not keep. */
export function unknownIn(update: Uint8Array): string[] {
  const unknown = new Set<string>();
  for (const struct of Y.decodeUpdate(update).structs) {
    if (!(struct instanceof Y.Item)) continue;
    const name = unknownName(struct);
    if (name !== undefined) unknown.add(name);
  }
  return [...unknown];
}

function unknownName(item: Y.Item): string | undefined {
  const content = item.content;
  if (content instanceof Y.ContentType && content.type instanceof Y.XmlElement) {
    return NODES.has(content.type.nodeName) ? undefined : content.type.nodeName;
  }
  if (content instanceof Y.ContentFormat) {
    const mark = markName(content.key);
    return MARKS.has(mark) ? undefined : mark;
  }
  // Only a first value names its attribute; later ones follow it. Keys right below a root are not attributes.
  const attribute = typeof item.parent === "string" ? null : item.parentSub;
  return attribute === null || ATTRIBUTES.has(attribute) ? undefined : attribute;
}
