// Which pieces of a text are talked about. The marks for that are in the text already, or will be when the server has
// named a thread; here they are only found and drawn. It never changes the text.
import { createExtension } from "@blocknote/core";
import type { Node } from "prosemirror-model";
import { type EditorState, Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";
import type { Anchor } from "../backend/generated/Anchor";
import type { Thread } from "../backend/generated/Thread";
import type { ThreadId } from "../backend/generated/ThreadId";
import { fromBase64, toBase64 } from "./bytes";
import type { Replica } from "./replica";
import { useNotes } from "./store";

type Piece = { from: number; to: number };
type Drawn = { places: Map<ThreadId, Piece[]>; set: DecorationSet };

const LONGEST_QUOTE = 300;
const key = new PluginKey<Drawn>("discussion");
const redraw = "redraw";
const none: readonly Thread[] = [];

/** Draws what is talked about, and tells which thread is clicked. */
export const discussion = (replica: Replica, onThread: (key: string) => void) =>
  createExtension({ key: "discussion", prosemirrorPlugins: [plugin(replica, onThread)] });

function plugin(replica: Replica, onThread: (key: string) => void): Plugin<Drawn> {
  return new Plugin<Drawn>({
    key,
    state: {
      init: () => ({ places: new Map(), set: DecorationSet.empty }),
      apply: (step, drawn, _, state) => {
        // What comes from elsewhere puts the whole text anew, so nothing can be followed through it.
        const anew = step.getMeta(key) === redraw || step.getMeta(ySyncPluginKey) !== undefined;
        if (anew) return draw(state, replica);
        return step.docChanged ? { ...drawn, set: drawn.set.map(step.mapping, step.doc) } : drawn;
      },
    },
    props: {
      decorations: (state) => key.getState(state)?.set,
      handleClick: (view, at) => {
        const thread = threadAt(view.state, at);
        if (thread !== undefined) onThread(thread);
        return false;
      },
    },
    view: (view) => follow(view, replica),
  });
}

/** Draws anew whenever something else is said or looked at, and tells the pane what is talked about. */
function follow(view: EditorView, replica: Replica) {
  const again = () => { view.dispatch(view.state.tr.setMeta(key, redraw).setMeta("addToHistory", false)); };
  const leaveNotes = useNotes.subscribe((now, before) => {
    if (now.said[replica.note] !== before.said[replica.note]) again();
  });
  const leaveTalk = replica.state.subscribe(({ talk: now }, { talk: before }) => {
    if (now.chosen !== before.chosen || now.draft !== before.draft) again();
  });
  const first = setTimeout(again);
  return {
    update: ({ state }: EditorView, before: EditorState) => {
      const drawn = key.getState(state);
      if (drawn !== undefined && drawn.places !== key.getState(before)?.places) tell(state.doc, drawn, replica);
    },
    destroy: () => { clearTimeout(first); leaveNotes(); leaveTalk(); },
  };
}

function tell(doc: Node, { places }: Drawn, replica: Replica): void {
  const inOrder = [...places].sort(([, a], [, b]) => (a[0]?.from ?? 0) - (b[0]?.from ?? 0));
  const quotes = inOrder.map(([thread, pieces]) => [thread, quoteOf(doc, pieces)] as const);
  const { talk } = replica.state.getState();
  replica.state.setState({ talk: { ...talk, places: new Map(quotes) } });
}

const quoteOf = (doc: Node, pieces: readonly Piece[]) =>
  pieces.map(({ from, to }) => doc.textBetween(from, to, " ")).join("").slice(0, LONGEST_QUOTE);

function draw(state: EditorState, replica: Replica): Drawn {
  const threads = useNotes.getState().said[replica.note]?.threads ?? none;
  const { chosen, draft } = replica.state.getState().talk;
  const places = placesOf(state, threads);
  const decorations = threads.flatMap((thread) => {
    if (thread.resolved && thread.key !== chosen) return [];
    const look = thread.key === chosen ? "note-commented note-commented-chosen" : "note-commented";
    return (places.get(thread.id) ?? []).map(({ from, to }) => Decoration.inline(from, to, { class: look, "data-thread": thread.id }, { thread: thread.key }));
  });
  const drafted = draft?.anchor ? pieceOf(state, draft.anchor) : undefined;
  if (drafted !== undefined) decorations.push(Decoration.inline(drafted.from, drafted.to, { class: "note-commented note-commented-chosen" }));
  return { places, set: DecorationSet.create(state.doc, decorations) };
}

function placesOf(state: EditorState, threads: readonly Thread[]): Map<ThreadId, Piece[]> {
  const places = new Map<ThreadId, Piece[]>();
  if (threads.length === 0) return places;
  const known = new Set(threads.map(({ id }) => id));
  state.doc.descendants((node, from) => {
    for (const { type, attrs } of node.marks) {
      const thread: unknown = attrs["threadId"];
      if (type.name !== "comment" || typeof thread !== "string" || !known.has(thread)) continue;
      places.set(thread, [...(places.get(thread) ?? []), { from, to: from + node.nodeSize }]);
    }
  });
  for (const { id, anchor } of threads) {
    const piece = anchor === null || places.has(id) ? undefined : pieceOf(state, anchor);
    if (piece !== undefined) places.set(id, [piece]);
  }
  return places;
}

/** By the key that stays. */
function threadAt(state: EditorState, at: number): string | undefined {
  const drawn = key.getState(state)?.set.find(at, at) ?? [];
  const [innermost] = drawn.toSorted((a, b) => a.to - a.from - (b.to - b.from));
  const spec: { thread?: string } | undefined = innermost?.spec;
  return spec?.thread;
}

/** The selected text as a place that outlives edits; the line of the cursor where nothing is selected, and none where there is no text. */
export function selectedAnchor(state: EditorState): Anchor | null {
  const { $from, from, to, empty } = state.selection;
  const piece = empty ? { from: $from.start(), to: $from.end() } : { from, to };
  const quote = quoteOf(state.doc, [piece]);
  const bound = boundTo(state);
  if (quote.trim() === "" || bound === undefined) return null;
  const encoded = (at: number) => {
    const position: unknown = absolutePositionToRelativePosition(at, bound.type, bound.mapping);
    return position instanceof Y.RelativePosition ? toBase64(Y.encodeRelativePosition(position)) : undefined;
  };
  const [start, end] = [encoded(piece.from), encoded(piece.to)];
  return start === undefined || end === undefined ? null : { from: start, to: end, quote };
}

function pieceOf(state: EditorState, anchor: Anchor): Piece | undefined {
  const bound = boundTo(state);
  if (bound === undefined) return undefined;
  try {
    const decoded = (at: string) =>
      relativePositionToAbsolutePosition(bound.doc, bound.type, Y.decodeRelativePosition(fromBase64(at)), bound.mapping);
    const [from, to] = [decoded(anchor.from), decoded(anchor.to)];
    return from === null || to === null || from >= to ? undefined : { from, to };
  } catch {
    return undefined;
  }
}

/** The Yjs text under the editor, as y-prosemirror keeps it; none before it stands on one. */
function boundTo(state: EditorState) {
  const sync: YSync | undefined = ySyncPluginKey.getState(state);
  return sync?.binding ? { doc: sync.doc, type: sync.type, mapping: sync.binding.mapping } : undefined;
}

type YSync = {
  doc: Y.Doc;
  type: Y.XmlFragment;
  binding: { mapping: Parameters<typeof absolutePositionToRelativePosition>[2] } | null;
};
