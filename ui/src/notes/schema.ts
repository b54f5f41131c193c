// The blocks an editor knows: BlockNote's and Docs' own, with the names and attributes that browsers write. Docs' own
// blocks are drawn plainly; what they hold is kept as it is. Every name here also stands in `known.ts`.
import {
  type BlockSchema,
  BlockNoteSchema,
  type InlineContentSchema,
  type StyleSchema,
  createBlockSpec,
  createExtension,
  defaultProps,
} from "@blocknote/core";
import { createPageBreakBlockSpec } from "@blocknote/core/blocks";
import { CommentMark } from "@blocknote/core/comments";
import type { NoteId } from "../backend/generated/NoteId";
import { codeBlock } from "./code-block";
import { noteLink, type NoteLinkWords } from "./note-link";

export type SchemaWords = NoteLinkWords & {
  codeLanguage: string;
  pdf: string;
  uploading: string;
};

/** Commented text carries a mark that must survive an edit; showing comments is another part's work. */
export const commentMark = createExtension({ key: "commentMark", tiptapExtensions: [CommentMark] });

export type NoteSchema = BlockNoteSchema<BlockSchema, InlineContentSchema, StyleSchema>;

export function schema(words: SchemaWords, openNote: (note: NoteId) => void): NoteSchema {
  const made = BlockNoteSchema.create().extend({
    blockSpecs: {
      codeBlock: codeBlock(words.codeLanguage),
      pageBreak: createPageBreakBlockSpec(),
      callout: callout(),
      pdf: pdf(words),
      uploadLoader: uploadLoader(words),
    },
    inlineContentSpecs: {
      interlinkingLinkInline: noteLink(words, openNote),
    },
  });
  // @ts-expect-error BlockNote's own types do not allow for exact optional properties: `isToggleable` of a heading.
  return made;
}

const callout = createBlockSpec(
  {
    type: "callout",
    propSchema: {
      textAlignment: defaultProps.textAlignment,
      backgroundColor: defaultProps.backgroundColor,
      emoji: { default: "💡" },
    },
    content: "inline",
  },
  {
    render: (block) => {
      const dom = element("div", "note-callout");
      const emoji = element("span", "note-callout-emoji", block.props.emoji);
      emoji.contentEditable = "false";
      const contentDOM = element("div", "note-callout-text");
      dom.append(emoji, contentDOM);
      return { dom, contentDOM };
    },
  },
);

const pdf = (words: SchemaWords) =>
  createBlockSpec(
    {
      type: "pdf",
      propSchema: {
        textAlignment: defaultProps.textAlignment,
        backgroundColor: defaultProps.backgroundColor,
        name: { default: "" },
        url: { default: "" },
        caption: { default: "" },
        showPreview: { default: true },
        previewWidth: { default: undefined, type: "number" },
      },
      content: "none",
    },
    {
      meta: { fileBlockAccept: ["application/pdf"] },
      render: (block) => ({ dom: card(words.pdf, block.props.caption || block.props.name) }),
    },
  )();

const uploadLoader = (words: SchemaWords) =>
  createBlockSpec(
    {
      type: "uploadLoader",
      propSchema: {
        information: { default: "" },
        type: { default: "loading", values: ["loading", "warning"] },
        blockUploadName: { default: "" },
        blockUploadShowPreview: { default: true },
        blockUploadType: { default: "" },
        blockUploadUrl: { default: "" },
      },
      content: "none",
    },
    { render: (block) => ({ dom: card(words.uploading, block.props.information || block.props.blockUploadName) }) },
  )();

function card(kind: string, name: string): HTMLElement {
  const dom = element("div", "note-card");
  dom.append(element("span", "note-card-kind", kind), element("span", "note-card-name", name));
  return dom;
}

function element(tag: string, name: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}
