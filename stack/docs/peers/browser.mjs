// A browser without a screen in which somebody has a note open: the editor of Docs' web client, with its schema, on a
// document that its provider keeps in step with the room. Driven line by line (lines.mjs): `open`, the deeds of
// editor.mjs by name, `save`, `until`, `dump`, `stored`, `close`.
import { act, deeds, editorOn, shows } from './editor.mjs';
import { serve } from './lines.mjs';
import { common, Note } from './note.mjs';

const held = { note: null, editor: null };

const did = Object.keys(deeds).map((name) => [name, (asked) => act(held.editor, name, asked)]);

await serve({
  open: async (asked) => {
    held.note = await Note.open(asked);
    held.editor = editorOn(held.note.doc, held.note.provider.awareness);
  },
  ...Object.fromEntries(did),
  ...common(held),
  dump: () => ({ ...held.note.dump(), shows: shows(held.editor, held.note.doc) }),
  close: () => {
    held.editor.unmount();
    held.note.close();
  },
});
