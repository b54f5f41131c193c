// A writer without an editor: the web client's provider on a Yjs document that is changed by the smallest edits there
// are. It knows no schema, so it can also write what only a newer server knows. Driven line by line (lines.mjs): `open`,
// the edits below, `save`, `until`, `dump`, `stored`, `close`. A place in the text is named by words that stand there.
import * as Y from 'yjs';
import { serve } from './lines.mjs';
import { common, Note } from './note.mjs';
import { build, describe, part, ROOT } from './tree.mjs';

const held = { note: null, undo: null };
const root = () => held.note.doc.getXmlFragment(ROOT);

const edits = {
  type: ({ after, text }) => { const { type, to } = find(after); type.insert(to, text); },
  delete: ({ words }) => { const { type, from } = find(words); type.delete(from, words.length); },
  format: ({ words, marks }) => { const { type, from } = find(words); type.format(from, words.length, marks); },
  attribute: ({ words, name, value }) => { find(words).type.parent.setAttribute(name, value); },
  /** Puts a thing of its own between the words and what follows them: texts are parted by it. */
  mention: ({ after, tree }) => {
    const { type, to } = find(after);
    const rest = tail(type, to);
    type.delete(to, type.length - to);
    type.parent.insertAfter(type, [build(tree), ...(rest.length ? [build({ text: rest })] : [])]);
  },
  insert: ({ after, trees }) => {
    const container = containerOf(find(after).type);
    container.parent.insertAfter(container, trees.map(build));
  },
  remove: ({ words }) => remove(containerOf(find(words).type)),
  /** There is no move in Yjs: the block is made again with its id, and the old one is deleted. */
  move: ({ words, after }) => {
    const [container, target] = [containerOf(find(words).type), containerOf(find(after).type)];
    target.parent.insertAfter(target, [build(part(container))]);
    remove(container);
  },
};

/** The first text that has these words, and where. */
function find(words) {
  for (const type of root().createTreeWalker((part) => part instanceof Y.XmlText)) {
    const from = plain(type).indexOf(words);
    if (from >= 0) return { type, from, to: from + words.length };
  }
  throw new Error(`no text has "${words}": ${JSON.stringify(describe(held.note.doc))}`);
}

const plain = (type) => type.toDelta().map(({ insert }) => insert).join('');

function tail(type, from) {
  let at = 0;
  return type.toDelta().flatMap(({ insert, attributes: marks }) => {
    const rest = insert.slice(Math.max(0, from - at));
    at += insert.length;
    return rest ? [{ insert: rest, marks }] : [];
  });
}

const containerOf = (type) => (type.nodeName === 'blockContainer' ? type : containerOf(type.parent));

/** Takes a block away, and its group with it when that would be empty. */
function remove(container) {
  const group = container.parent;
  const index = group.toArray().indexOf(container);
  if (group.length === 1 && group.parent !== root()) group.parent.delete(group.parent.toArray().indexOf(group), 1);
  else group.delete(index, 1);
}

// One transaction each, and one step for `undo`.
const whole = Object.entries(edits).map(([name, edit]) => [name, (asked) => {
  held.undo.stopCapturing();
  held.note.doc.transact(() => edit(asked), held);
}]);

await serve({
  open: async (asked) => {
    held.note = await Note.open(asked);
    held.undo = new Y.UndoManager(root(), { trackedOrigins: new Set([held]) });
  },
  ...Object.fromEntries(whole),
  undo: () => { if (!held.undo.undo()) throw new Error('nothing to undo'); },
  ...common(held),
  close: () => held.note.close(),
});
