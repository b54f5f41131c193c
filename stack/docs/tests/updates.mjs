// Yjs states for the tests: small notes in the shape of Docs.
import * as Y from 'yjs';

export const base64 = (bytes) => Buffer.from(bytes).toString('base64');

/** A base64 state with an image of this address, its caption linked to another. */
export function stateWithImage(url, href = 'https://x.example') {
  const doc = docWith('a picture');
  const [container] = doc.getXmlFragment('document-store').get(0).toArray();
  const image = new Y.XmlElement('image');
  container.insert(1, [image]);
  image.setAttribute('url', url);
  image.setAttribute('showPreview', true);
  const words = container.get(0).get(0);
  words.format(0, 1, { link: { href } });
  return base64(updateOf(doc));
}

/** A document with one paragraph, made by this client id. */
export function docWith(text, clientId = 1) {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const [group, container, paragraph, words] = [new Y.XmlElement('blockGroup'), new Y.XmlElement('blockContainer'), new Y.XmlElement('paragraph'), new Y.XmlText()];
  doc.getXmlFragment('document-store').push([group]);
  group.push([container]);
  container.push([paragraph]);
  paragraph.push([words]);
  words.insert(0, text);
  container.setAttribute('id', 'initialBlockId');
  return doc;
}

export const updateOf = (doc) => Y.encodeStateAsUpdate(doc);

export const stateWith = (text, clientId) => base64(updateOf(docWith(text, clientId)));

/** All text in a base64 state. */
export function textOf(state) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Buffer.from(state, 'base64'));
  return doc.getXmlFragment('document-store').toString().replace(/<[^>]*>/g, '');
}

/** A sync frame without its room: type 0, this step, the bytes. Short updates only have one length byte. */
export function syncFrame(step, update) {
  const length = update.length < 128 ? [update.length] : [(update.length & 127) | 128, update.length >> 7];
  return Buffer.concat([Buffer.from([0, step, ...length]), update]);
}
