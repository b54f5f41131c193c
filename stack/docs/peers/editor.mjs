// The editor of a browser on a Yjs document, and what a person does in it: keys are pressed, text is typed letter by
// letter through the editor's own rules, menus call the editor's own functions. A place in the text is named by words
// that stand there. Nothing here touches the Yjs document: only the editor does.
import './page.mjs';
import { BlockNoteEditor } from '@blocknote/core';
import { yUndoPluginKey, yXmlFragmentToProseMirrorRootNode } from 'y-prosemirror';
import * as Y from 'yjs';
import { commentMark, schema } from './schema.mjs';
import { ROOT } from './tree.mjs';

export function editorOn(doc, awareness) {
  const editor = BlockNoteEditor.create({
    schema: schema(),
    extensions: [commentMark],
    collaboration: {
      fragment: doc.getXmlFragment(ROOT), user: { name: 'Browser', color: '#30bced' }, ...(awareness && { provider: { awareness } }),
    },
  });
  const place = document.createElement('div');
  document.body.append(place);
  editor.mount(place);
  return editor;
}

/** Whether the editor shows what is in the document, and nothing else. */
export function shows(editor, doc) {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return yXmlFragmentToProseMirrorRootNode(copy.getXmlFragment(ROOT), editor.pmSchema).eq(editor.prosemirrorState.doc);
}

/** What a person does; each is undone by one `undo`. */
export const deeds = {
  type: (editor, { after, text }) => {
    if (after !== undefined) putCursor(editor, find(editor, after).to);
    for (const letter of text) strike(editor, letter);
  },
  press: (editor, { keys, after, before }) => {
    if (after !== undefined) putCursor(editor, find(editor, after).to);
    if (before !== undefined) putCursor(editor, find(editor, before).from);
    keys.forEach((key) => press(editor, key));
  },
  select: (editor, { words }) => select(editor, words),
  delete: (editor, { words }) => { select(editor, words); press(editor, 'Backspace'); },
  format: (editor, { words, styles }) => { select(editor, words); editor.addStyles(styles); },
  unformat: (editor, { words, styles }) => { select(editor, words); editor.removeStyles(styles); },
  link: (editor, { words, url }) => { select(editor, words); editor.createLink(url); },
  comment: (editor, { words, thread }) => {
    select(editor, words);
    if (!editor._tiptapEditor.commands.setMark('comment', { orphan: false, threadId: thread })) throw new Error('no comment there');
  },
  mention: (editor, { after, props }) => {
    putCursor(editor, find(editor, after).to);
    editor.insertInlineContent([{ type: 'interlinkingLinkInline', props }]);
  },
  insert: (editor, { after, blocks }) => { editor.insertBlocks(blocks, blockOf(editor, after), 'after'); },
  change: (editor, { words, to }) => { editor.updateBlock(blockOf(editor, words), to); },
  remove: (editor, { words }) => { editor.removeBlocks([blockOf(editor, words)]); },
  move: (editor, { words, up }) => {
    putCursor(editor, find(editor, words).to);
    if (up) editor.moveBlocksUp();
    else editor.moveBlocksDown();
  },
  undo: (editor) => { if (!editor.undo()) throw new Error('nothing to undo'); },
  redo: (editor) => { if (!editor.redo()) throw new Error('nothing to redo'); },
};

/** Does one of them, apart from what was done before. */
export function act(editor, name, asked) {
  yUndoPluginKey.getState(editor.prosemirrorState).undoManager.stopCapturing();
  deeds[name](editor, asked);
}

/** Where these words stand first; a thing between letters counts as one that nobody types. */
function find(editor, words) {
  let found;
  editor.prosemirrorState.doc.descendants((node, position) => {
    if (found || !node.isTextblock) return !found;
    const at = node.textBetween(0, node.content.size, undefined, '\ufffc').indexOf(words);
    if (at >= 0) found = { from: position + 1 + at, to: position + 1 + at + words.length };
    return false;
  });
  if (!found) throw new Error(`the editor shows no "${words}": ${editor.prosemirrorState.doc.textContent}`);
  return found;
}

function blockOf(editor, words) {
  const place = editor.prosemirrorState.doc.resolve(find(editor, words).from);
  for (let depth = place.depth; depth > 0; depth -= 1) {
    if (place.node(depth).type.name === 'blockContainer') return place.node(depth).attrs.id;
  }
  throw new Error(`"${words}" is in no block`);
}

const selectRange = (editor, from, to) => editor._tiptapEditor.commands.setTextSelection({ from, to });

const putCursor = (editor, position) => selectRange(editor, position, position);

function select(editor, words) {
  const { from, to } = find(editor, words);
  selectRange(editor, from, to);
}

// As the browser's view does it: the rules come first ("# " makes a heading), then the letter.
function strike(editor, letter) {
  const view = editor.prosemirrorView;
  const { from, to } = view.state.selection;
  const plain = () => view.state.tr.insertText(letter, from, to);
  if (!view.someProp('handleTextInput', (rule) => rule(view, from, to, letter, plain))) view.dispatch(plain());
}

/** `Enter`, `Shift-Tab`, and so on. */
function press(editor, name) {
  const parts = name.split('-');
  const view = editor.prosemirrorView;
  const event = new window.KeyboardEvent('keydown', {
    key: parts.at(-1), bubbles: true, cancelable: true, shiftKey: parts.includes('Shift'), ctrlKey: parts.includes('Ctrl'),
  });
  if (view.dom.dispatchEvent(event)) throw new Error(`the key ${name} did nothing`);
}
