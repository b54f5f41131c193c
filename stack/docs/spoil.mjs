// Contents gone bad: what a damaged transport, a restored backup or a hostile writer would give.
// Makes base64 texts out of base64 texts; stores nothing.
import * as Y from 'yjs';

const ROOT = 'document-store';
const HUGE_BYTES = 4 * 1024 * 1024;
const DEEP_LEVELS = 2000;
const HOSTILE = ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,<script>alert(1)</script>', 'https://user:pass@evil.example/\u202Egnp.exe'];

/** `text` spoilt in this way; `size` is bytes for `huge` and levels for `deep`. */
export function spoilt(text, how, size) {
  if (how === 'truncated') return text.slice(0, Math.max(1, Math.floor(text.length / 2)) | 1);
  if (how === 'garbage') return Buffer.from('ff'.repeat(12) + '00112233', 'hex').toString('base64');
  return withEdit(text, POISONS[how], size);
}

function withEdit(text, edit, size) {
  const doc = new Y.Doc();
  try {
    if (text) Y.applyUpdate(doc, Buffer.from(text, 'base64'));
    const root = doc.getXmlFragment(ROOT);
    doc.transact(() => edit(root, size));
    return Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64');
  } finally {
    doc.destroy();
  }
}

const POISONS = {
  huge: (root, size = HUGE_BYTES) => groupOf(root).push([block(paragraph('x'.repeat(size)))]),
  deep: (root, size = DEEP_LEVELS) => {
    let group = groupOf(root);
    for (let level = 0; level < size; level += 1) {
      const container = block(paragraph(`level ${level}`));
      group.push([container]);
      group = new Y.XmlElement('blockGroup');
      container.push([group]);
    }
    group.push([block(paragraph('the end'))]);
  },
  twoRoots: (root) => {
    groupOf(root);
    const second = new Y.XmlElement('blockGroup');
    root.push([second]);
    second.push([block(paragraph('text under a second root'))]);
  },
  unknownNodes: (root) => {
    const unknown = new Y.XmlElement('holoDeck');
    unknown.setAttribute('angle', 7);
    groupOf(root).push([block(unknown), block(paragraph('marked', { sparkle: { level: 3 } }))]);
  },
  hostile: (root) => {
    const blocks = HOSTILE.map((url) => block(paragraph('<img src=x onerror=alert(1)>\u202E', { link: { href: url } })));
    const images = HOSTILE.map((url) => block(media(url)));
    groupOf(root).push([...blocks, ...images]);
  },
};

function groupOf(root) {
  const first = root.toArray().find((node) => node.nodeName === 'blockGroup');
  if (first) return first;
  const group = new Y.XmlElement('blockGroup');
  root.push([group]);
  return group;
}

function block(content) {
  const container = new Y.XmlElement('blockContainer');
  container.setAttribute('id', crypto.randomUUID());
  container.insert(0, [content]);
  return container;
}

function paragraph(words, marks) {
  const element = new Y.XmlElement('paragraph');
  for (const [name, value] of [['backgroundColor', 'default'], ['textColor', 'default'], ['textAlignment', 'left']]) element.setAttribute(name, value);
  const text = new Y.XmlText();
  text.insert(0, words, marks);
  element.insert(0, [text]);
  return element;
}

function media(url) {
  const element = new Y.XmlElement('image');
  const all = { textAlignment: 'left', backgroundColor: 'default', name: '../../<b>x</b>.png', url, caption: '<script>', showPreview: true };
  for (const [name, value] of Object.entries(all)) element.setAttribute(name, value);
  return element;
}
