// Makes a note, or one block of it, what a version was. A restore is an edit of the note as it is: old bytes put back
// would be merged away by everyone's newer ones. Blocks are known again by their ids and changed in place, as little as
// possible; y-prosemirror alone would match them by their order and rewrite the blocks behind a removed one.
// It does not ask whether the agent may write: who calls it does.
import type { Node, Schema } from "prosemirror-model";
import { updateYFragment, ySyncPluginKey, yXmlFragmentToProseMirrorRootNode } from "y-prosemirror";
import * as Y from "yjs";
import { type Block, blocksOf } from "./blocks";
import { compare, inOrder, type Row } from "./compare";
import type { Editing } from "./replica";
import { inOneStep, undoing } from "./undo";

const FRAGMENT = "document-store";

/** Makes the whole text what it was, as one step to undo. False: the version has parts that the editor does not know. */
export function restoreText(doc: Y.Doc, version: Y.Doc, editor: Editing): boolean {
  const { root, whole } = read(version, editor.pmSchema);
  const context = restoring(doc, version, editor.pmSchema);
  if (!whole || root.firstChild === null || ![...context.then.values()].every(({ known }) => known)) return false;
  const group = root.firstChild;
  step(doc, editor, () => { arrange(topOf(context), group, context); });
  return true;
}

/** Makes one block what it was, where it was. False: there is nothing to do, or the editor does not know the block. */
export function restoreBlock(doc: Y.Doc, version: Y.Doc, id: string, editor: Editing): boolean {
  const row = compare(blocksOf(version), blocksOf(doc)).rows.find(({ shown }) => shown.id === id);
  if (row === undefined || !(row.before ?? row.shown).known) return false;
  const node = find(read(version, editor.pmSchema).root, id);
  const live = containerOf(doc, id);
  if (live === null && node === null) return false;
  const context = restoring(doc, version, editor.pmSchema);
  step(doc, editor, () => {
    if (live === null && node !== null) insert(pruned(node, context), context);
    else if (live !== null && node === null) takeOut(live, context);
    else if (live !== null && node !== null) putRight(live, node, row, context);
  });
  return true;
}

/** Takes back the last restore, as long as nothing was typed since. */
export function undoRestore(editor: Editing): void {
  undoing(editor)?.undo();
}

type Restoring = {
  doc: Y.Doc;
  version: Y.Doc;
  schema: Schema;
  /** The blocks by their ids, as they are and as they were. */
  now: ReadonlyMap<string, Block>;
  then: ReadonlyMap<string, Block>;
};

function restoring(doc: Y.Doc, version: Y.Doc, schema: Schema): Restoring {
  return { doc, version, schema, now: every(blocksOf(doc)), then: every(blocksOf(version)) };
}

/** One change that the editor counts as its own, and as a step by itself. */
function step(doc: Y.Doc, editor: Editing, act: () => void): void {
  inOneStep(editor, () => { doc.transact(act, ySyncPluginKey); });
}

/** A version as the editor would show it, read from a copy: reading takes out what the editor does not know. */
function read(version: Y.Doc, schema: Schema): { root: Node; whole: boolean } {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(version));
  let whole = true;
  copy.on("update", () => { whole = false; });
  const root = yXmlFragmentToProseMirrorRootNode(copy.getXmlFragment(FRAGMENT), schema);
  return { root, whole: whole && root.childCount === 1 };
}

function every(blocks: readonly Block[], into = new Map<string, Block>()): Map<string, Block> {
  for (const block of blocks) {
    into.set(block.key, block);
    every(block.children, into);
  }
  return into;
}

/** Makes a group of blocks what it was. What kept its place stays; what changed places is taken out and put in again. */
function arrange(group: Y.XmlElement, wanted: Node, context: Restoring): void {
  const kept = inOrder(idsIn(group), wanted.children.map(nodeId));
  const ids = idsIn(group);
  const leaving = ids.flatMap((id, index) => (kept.has(id) && ids.indexOf(id) === index ? [] : [index]));
  for (const index of leaving.reverse()) group.delete(index, 1);
  wanted.children.forEach((node, index) => {
    const there = kept.has(nodeId(node)) ? group.get(index) : null;
    if (there instanceof Y.XmlElement) become(there, node, context);
    else put(group, index, node, context);
  });
}

/** Makes a block and all inside it what it was. */
function become(container: Y.XmlElement, wanted: Node, context: Restoring): void {
  content(container, wanted, context);
  const inside = wanted.childCount > 1 ? wanted.child(1) : null;
  const group = groupIn(container);
  if (inside === null) container.delete(1, container.length - 1);
  else if (group === null) put(container, 1, inside, context);
  else arrange(group, inside, context);
}

/** Makes a block what it was, without the blocks inside it. What reads the same is left alone, with its comments. */
function content(container: Y.XmlElement, wanted: Node, context: Restoring): void {
  const id = idOf(container);
  const [before, after] = [context.now.get(id), context.then.get(id)];
  const own = container.get(0);
  const node = wanted.child(0);
  if (before !== undefined && before.print === after?.print) return;
  if (own instanceof Y.XmlElement && own.nodeName === node.type.name) return write(own, node, context);
  if (container.length > 0) container.delete(0, 1);
  put(container, 0, node, context);
}

function putRight(live: Y.XmlElement, wanted: Node, { moved }: Row, context: Restoring): void {
  content(live, wanted, context);
  if (!moved) return;
  // Nothing in a document can be moved: a copy goes to the place, with all that is inside it now.
  const copy = live.clone();
  removeFrom(live);
  const { group, index } = placeOf(nodeId(wanted), context);
  group.insert(index, [copy]);
}

function insert(node: Node, context: Restoring): void {
  const { group, index } = placeOf(nodeId(node), context);
  put(group, index, node, context);
}

/** Takes a block out. What is inside it takes its place, and a text is never without a block. */
function takeOut(live: Y.XmlElement, context: Restoring): void {
  const parent = live.parent;
  if (!(parent instanceof Y.XmlElement)) return;
  const inside = groupIn(live);
  const index = parent.toArray().indexOf(live);
  if (inside !== null) parent.insert(index + 1, inside.toArray().flatMap((child) => (child instanceof Y.XmlElement ? [child.clone()] : [])));
  removeFrom(live);
  const top = topOf(context);
  if (top.length === 0) put(top, 0, emptyBlock(context.schema), context);
}

/** Deletes a block, and its group when it was the last in it, but never the group at the top. */
function removeFrom(live: Y.XmlElement): void {
  const group = live.parent;
  if (!(group instanceof Y.XmlElement)) return;
  group.delete(group.toArray().indexOf(live), 1);
  const above = group.parent;
  if (group.length === 0 && above instanceof Y.XmlElement) above.delete(above.toArray().indexOf(group), 1);
}

/** Where a block of the version belongs in the note: behind the last that stood before it, as high up as needed. */
function placeOf(id: string, context: Restoring): { group: Y.XmlElement; index: number } {
  const old = containerOf(context.version, id)?.parent;
  const parent = old instanceof Y.XmlElement && old.parent instanceof Y.XmlElement ? idOf(old.parent) : null;
  const above = parent === null ? null : containerOf(context.doc, parent);
  if (parent !== null && above === null) return placeOf(parent, context);
  const group = above === null ? topOf(context) : (groupIn(above) ?? newGroup(above));
  const ids = idsIn(group);
  const siblings = old instanceof Y.XmlElement ? idsIn(old) : [];
  const last = siblings.slice(0, siblings.indexOf(id)).findLast((one) => ids.includes(one));
  return { group, index: last === undefined ? 0 : ids.indexOf(last) + 1 };
}

/** A block without the blocks inside it that stand elsewhere in the note now. */
function pruned(node: Node, context: Restoring): Node {
  const [own, group] = node.children;
  if (own === undefined || group === undefined) return node;
  const gone = group.children.filter((child) => !context.now.has(nodeId(child)) && context.then.get(nodeId(child))?.known === true);
  const inside = gone.map((child) => pruned(child, context));
  return node.type.create(node.attrs, inside.length === 0 ? [own] : [own, group.type.create(group.attrs, inside)]);
}

function emptyBlock(schema: Schema): Node {
  const block = schema.nodes["blockContainer"]?.createAndFill({ id: crypto.randomUUID() });
  if (!block) throw new Error("a block can always be empty");
  return block;
}

/** The group at the top of the note, made where there is none. */
function topOf({ doc }: Restoring): Y.XmlElement {
  const fragment = doc.getXmlFragment(FRAGMENT);
  const root = fragment.toArray().find((child) => child instanceof Y.XmlElement && child.nodeName === "blockGroup");
  if (root instanceof Y.XmlElement) return root;
  const made = new Y.XmlElement("blockGroup");
  fragment.insert(0, [made]);
  return made;
}

function newGroup(container: Y.XmlElement): Y.XmlElement {
  const made = new Y.XmlElement("blockGroup");
  container.insert(1, [made]);
  return made;
}

function put(parent: Y.XmlElement, index: number, node: Node, context: Restoring): void {
  const made = new Y.XmlElement(node.type.name);
  parent.insert(index, [made]);
  write(made, node, context);
}

function write(element: Y.XmlElement, node: Node, { doc }: Restoring): void {
  updateYFragment(doc, element, node, { mapping: new Map(), isOMark: new Map() });
}

function find(node: Node, id: string): Node | null {
  if (node.type.name === "blockContainer" && nodeId(node) === id) return node;
  for (const child of node.children) {
    const found = find(child, id);
    if (found !== null) return found;
  }
  return null;
}

function containerOf(doc: Y.Doc, id: string): Y.XmlElement | null {
  const found = doc.getXmlFragment(FRAGMENT).createTreeWalker((part) => part instanceof Y.XmlElement && part.nodeName === "blockContainer" && idOf(part) === id);
  for (const part of found) if (part instanceof Y.XmlElement) return part;
  return null;
}

function groupIn(container: Y.XmlElement): Y.XmlElement | null {
  const group = container.toArray().find((child) => child instanceof Y.XmlElement && child.nodeName === "blockGroup");
  return group instanceof Y.XmlElement ? group : null;
}

const idOf = (container: Y.XmlElement): string => String(container.getAttribute("id") ?? "");
/** What is no element has none. */
const idsIn = (group: Y.XmlElement): string[] => group.toArray().map((child) => (child instanceof Y.XmlElement ? idOf(child) : ""));
const nodeId = ({ attrs }: Node): string => String(attrs["id"]);
