// The blocks that the web client of Docs knows: BlockNote's and Docs' own. They are drawn as plainly as can be.
import { BlockNoteSchema, createBlockSpec, createExtension, createInlineContentSpec, defaultProps } from '@blocknote/core';
import { createPageBreakBlockSpec } from '@blocknote/core/blocks';
import { CommentMark } from '@blocknote/core/comments';

export const commentMark = createExtension({ key: 'commentMark', tiptapExtensions: [CommentMark] });

const { textAlignment, backgroundColor } = defaultProps;

const box = (name) => {
  const dom = document.createElement(name);
  return { dom, contentDOM: dom };
};

const callout = createBlockSpec(
  { type: 'callout', propSchema: { textAlignment, backgroundColor, emoji: { default: '💡' } }, content: 'inline' },
  { render: () => box('aside') },
);

const pdf = createBlockSpec({
  type: 'pdf',
  propSchema: {
    textAlignment, backgroundColor, name: { default: '' }, url: { default: '' }, caption: { default: '' },
    showPreview: { default: true }, previewWidth: { default: undefined, type: 'number' },
  },
  content: 'none',
}, { meta: { fileBlockAccept: ['application/pdf'] }, render: () => ({ dom: document.createElement('object') }) });

const uploadLoader = createBlockSpec({
  type: 'uploadLoader',
  propSchema: {
    information: { default: '' }, type: { default: 'loading', values: ['loading', 'warning'] }, blockUploadName: { default: '' },
    blockUploadShowPreview: { default: true }, blockUploadType: { default: '' }, blockUploadUrl: { default: '' },
  },
  content: 'none',
}, { render: () => ({ dom: document.createElement('progress') }) });

const interlinkingLinkInline = createInlineContentSpec({
  type: 'interlinkingLinkInline',
  propSchema: { docId: { default: '' }, disabled: { default: false }, trigger: { default: '/', values: ['/', '@'] }, title: { default: '' } },
  content: 'none',
}, { render: () => ({ dom: document.createElement('a') }) });

export const schema = () => BlockNoteSchema.create().extend({
  blockSpecs: { pageBreak: createPageBreakBlockSpec(), callout: callout(), pdf: pdf(), uploadLoader: uploadLoader() },
  inlineContentSpecs: { interlinkingLinkInline },
});
