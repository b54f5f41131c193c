// The canonical description of a note: what it says, without how it came about. An element is `{name, attributes,
// children}`, a text `{text: [{insert, marks}]}` with runs as long as they go; attributes and marks are sorted by name
// and keep their types. Two replicas that describe a note alike show the same note.
// Deliberately strict: an empty text, or a text in two pieces, is another note than one without.
import crypto from 'node:crypto';
import * as Y from 'yjs';

export const ROOT = 'document-store';

export const describe = (doc) => doc.getXmlFragment(ROOT).toArray().map(part);

export const digest = (tree) => crypto.createHash('sha256').update(JSON.stringify(tree)).digest('hex');

/** A new element or text that is described like this. */
export function build({ name, attributes = {}, children = [], text }) {
  if (text) {
    const made = new Y.XmlText();
    made.applyDelta(text.map(({ insert, marks = {} }) => ({ insert, attributes: marks })));
    return made;
  }
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, untold(value));
  made.insert(0, children.map(build));
  return made;
}

/** What one element or text is. */
export function part(type) {
  if (type instanceof Y.XmlText) return { text: runs(type) };
  return { name: type.nodeName, attributes: sorted(type.getAttributes()), children: type.toArray().map(part) };
}

function runs(text) {
  const found = [];
  for (const { insert, attributes = {} } of text.toDelta()) {
    const marks = sorted(attributes);
    const last = found.at(-1);
    if (last && JSON.stringify(last.marks) === JSON.stringify(marks)) last.insert += insert;
    else found.push({ insert, marks });
  }
  return found;
}

const sorted = (values) => Object.fromEntries(Object.keys(values).sort().map((name) => [name, told(values[name])]));

// What JSON has no word for: an attribute may be there and be undefined.
function told(value) {
  if (value === undefined) return { undefined: true };
  if (Array.isArray(value)) return value.map(told);
  return value !== null && typeof value === 'object' ? sorted(value) : value;
}

const untold = (value) => (value?.undefined === true ? undefined : value);
