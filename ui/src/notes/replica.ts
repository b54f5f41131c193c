// The copy of a note in the window: a Yjs document for each open note, the one state of the feature besides the store.
// A change made here is kept until the call that stores it has returned, and is sent again when it fails.
// It never merges for others and never speaks to a server: that is Rust's work.
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import type { Schema } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";
import { useEffect, useSyncExternalStore } from "react";
import * as Y from "yjs";
import { createStore, type StoreApi } from "zustand";
import { call, toFailure } from "../backend/call";
import type { Anchor } from "../backend/generated/Anchor";
import type { Code } from "../backend/generated/Code";
import type { Event } from "../backend/generated/Event";
import type { NoteId } from "../backend/generated/NoteId";
import type { ThreadId } from "../backend/generated/ThreadId";
import { noteState } from "../backend/media";
import { fromBase64, toBase64 } from "./bytes";
import { unknownIn } from "./known";
import { checkedPresence, pingOf } from "./presence";

export type Saving = { type: "saved" } | { type: "saving" } | { type: "notSaved"; code: Code };

export type ReplicaState = {
  /** Whether the text is in the window. An editor stands on it only then: it would start a second text otherwise. */
  text: "waiting" | "here" | "failed";
  saving: Saving;
  /** Whether the note holds something that our editor would delete. */
  unsupported: boolean;
  /** The editor that stands on the document, for edits that are not typed. */
  editor: Editing | null;
  talk: Talk;
  /** Whose cursor the text scrolls with: a window of somebody else's. */
  follows: number | null;
};

/** Where the agent is in what is said about a note. */
export type Talk = {
  /** The thread that is looked at, by the key that stays. */
  chosen: string | null;
  /** The piece of text that a comment is being written about; no anchor: the whole note. */
  draft: { anchor: Anchor | null } | null;
  /** What each thread is about, from the top of the text. */
  places: ReadonlyMap<ThreadId, string>;
};

/** What an edit that is not typed needs of the editor: which blocks it knows, and what it can undo. */
export type Editing = { readonly pmSchema: Schema; readonly prosemirrorState: EditorState };

export type Replica = {
  note: NoteId;
  doc: Y.Doc;
  awareness: Awareness;
  state: StoreApi<ReplicaState>;
  /** Tells that an editor stands on the document; the reply tells that it is gone. */
  bind: (editor?: Editing) => () => void;
  /** Asks for the text again. */
  open: () => void;
};

type Held = Replica & {
  users: number;
  editors: number;
  pending: Uint8Array[];
  sending: boolean;
  /** Changes that wait for the editor to go, as it would delete what it does not know. */
  withheld: Uint8Array[];
  /** How much of what was done with comments the server did not have yet. */
  unsaid: number;
  /** When each of the others last said that there is something new about the note. */
  pings: ReadonlyMap<number, number>;
};

const REMOTE = "remote";
const FIRST_RETRY = 500;
const LAST_RETRY = 30_000;
const PRESENCE_EVERY = 50;

const replicas = new Map<NoteId, Held>();

/** The replica of a note, opened if it is not. Each caller releases it once. */
export function openReplica(note: NoteId): Replica {
  const held = replicas.get(note) ?? start(note);
  held.users += 1;
  return held;
}

/** Closes the note when nobody uses it and everything typed has been stored. */
export function releaseReplica(note: NoteId): void {
  const held = replicas.get(note);
  if (held === undefined) return;
  held.users -= 1;
  // A pane that is drawn again takes the note back at once.
  queueMicrotask(() => endIfDone(held));
}

/** The replica of a note for as long as the component lives; none before it is first drawn. */
export function useReplica(note: NoteId): Replica | undefined {
  const subscribe = (changed: () => void) => {
    openReplica(note);
    changed();
    return () => { releaseReplica(note); };
  };
  return useSyncExternalStore(subscribe, () => replicas.get(note));
}

/** Tells the replica that an editor stands on it for as long as the component lives. */
export function useBound(replica: Replica, editor: Editing): void {
  useEffect(() => replica.bind(editor), [replica, editor]);
}

/** Looks at a thread, or at none. */
export function choose(replica: Replica, key: string | null): void {
  replica.state.setState(({ talk }) => ({ talk: { ...talk, chosen: key, draft: null } }));
}

/** Begins a comment about a piece of the text, or about the whole note; ends it with `undefined`. */
export function talkAbout(replica: Replica, anchor: Anchor | null | undefined): void {
  const draft = anchor === undefined ? null : { anchor };
  replica.state.setState(({ talk }) => ({ talk: { ...talk, chosen: null, draft } }));
}

/** Follows the cursor of somebody else's window, or nobody's. */
export function follow(replica: Replica, client: number | null): void {
  replica.state.setState({ follows: client });
}

/** Hears the events that concern the text of a note and the cursors in it. */
export function hearReplica(event: Event): void {
  switch (event.type) {
    case "noteOpened":
      return withReplica(event.note, (held) => opened(held, event.here));
    case "noteUpdated":
      return withReplica(event.note, (held) => {
        receive(held, fromBase64(event.update));
        held.state.setState({ text: "here" });
      });
    case "presenceChanged":
      return withReplica(event.note, (held) => {
        const checked = checkedPresence(fromBase64(event.awareness), held.note, held.doc);
        if (checked !== undefined) applyAwarenessUpdate(held.awareness, checked, REMOTE);
      });
    case "threadsChanged":
      return withReplica(event.note, (held) => commentsSent(held, event.waiting));
    default:
      return;
  }
}

function withReplica(note: NoteId, act: (held: Held) => void): void {
  const held = replicas.get(note);
  if (held === undefined) return;
  try {
    act(held);
  } catch {
    // What cannot be read stays with Rust, which has it on disk; the events behind it must still be heard.
    held.state.setState(failedUnlessHere);
  }
}

function start(note: NoteId): Held {
  const doc = new Y.Doc();
  const held: Held = {
    note,
    doc,
    awareness: new Awareness(doc),
    state: createStore<ReplicaState>(() => ({ text: "waiting", saving: { type: "saved" }, unsupported: false, editor: null, talk: { chosen: null, draft: null, places: new Map() }, follows: null })),
    bind: (editor) => bind(held, editor ?? null),
    open: () => open(held),
    users: 0,
    editors: 0,
    pending: [],
    sending: false,
    withheld: [],
    unsaid: 0,
    pings: new Map(),
  };
  replicas.set(note, held);
  doc.on("update", (update: Uint8Array, origin: unknown) => {
    if (origin !== REMOTE) push(held, update);
  });
  tellPresence(held);
  heedPings(held);
  open(held);
  return held;
}

function open(held: Held): void {
  if (held.state.getState().text === "failed") held.state.setState({ text: "waiting" });
  call("note_open", held.note).catch(() => held.state.setState(failedUnlessHere));
}

function failedUnlessHere(state: ReplicaState): Partial<ReplicaState> {
  return state.text === "here" ? {} : { text: "failed" };
}

function opened(held: Held, here: boolean): void {
  if (!here) return;
  noteState(held.note).then(
    (state) => {
      receive(held, state);
      held.state.setState({ text: "here" });
    },
    () => held.state.setState(failedUnlessHere),
  );
}

/** Takes in a change from Rust, unless an editor stands here that would delete a part of it. */
function receive(held: Held, update: Uint8Array): void {
  if (update.length === 0) return;
  if (unknownIn(update).length > 0) held.state.setState({ unsupported: true });
  if (held.state.getState().unsupported && held.editors > 0) held.withheld.push(update);
  else Y.applyUpdate(held.doc, update, REMOTE);
}

function bind(held: Held, editor: Editing | null): () => void {
  held.editors += 1;
  held.state.setState({ editor });
  return () => {
    held.editors -= 1;
    if (held.state.getState().editor === editor) held.state.setState({ editor: null });
    // The editor takes itself down in the same turn, after this.
    setTimeout(() => {
      if (held.editors > 0) return;
      for (const update of held.withheld.splice(0)) Y.applyUpdate(held.doc, update, REMOTE);
    });
  };
}

function push(held: Held, update: Uint8Array): void {
  held.pending.push(update);
  if (held.state.getState().saving.type === "saved") held.state.setState({ saving: { type: "saving" } });
  if (held.sending) return;
  held.sending = true;
  // What one keystroke changes comes in several updates; they go together.
  queueMicrotask(() => void store(held));
}

/** Stores what is pending, one call at a time, in order, until nothing is left. */
async function store(held: Held): Promise<void> {
  let retry = FIRST_RETRY;
  while (held.pending.length > 0) {
    const count = held.pending.length;
    const update = toBase64(Y.mergeUpdates(held.pending.slice(0, count)));
    try {
      await call("note_push", { note: held.note, update });
      held.pending.splice(0, count);
      retry = FIRST_RETRY;
    } catch (error) {
      held.state.setState({ saving: { type: "notSaved", code: toFailure(error).code } });
      await new Promise((done) => setTimeout(done, retry));
      retry = Math.min(retry * 2, LAST_RETRY);
    }
  }
  held.sending = false;
  held.state.setState({ saving: { type: "saved" } });
  endIfDone(held);
}

function endIfDone(held: Held): void {
  if (held.users > 0 || held.sending || replicas.get(held.note) !== held) return;
  held.awareness.setLocalState(null);
  replicas.delete(held.note);
  held.awareness.destroy();
  held.doc.destroy();
  call("note_close", held.note).catch(() => undefined);
}

/** Tells others where the cursor is, not more often than eyes can follow; a lost one is made good by the next. */
function tellPresence(held: Held): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    timer = undefined;
    const awareness = toBase64(encodeAwarenessUpdate(held.awareness, [held.doc.clientID]));
    call("note_presence", { note: held.note, awareness }).catch(() => undefined);
  };
  held.awareness.on("update", (_: unknown, origin: unknown) => {
    if (origin === REMOTE || origin === "timeout") return;
    if (held.awareness.getLocalState() === null) {
      clearTimeout(timer);
      tell();
    } else timer ??= setTimeout(tell, PRESENCE_EVERY);
  });
}

/** The server pushes nothing about comments: those who have the note open tell each other, as browsers do. */
function commentsSent(held: Held, unsaid: number): void {
  if (unsaid < held.unsaid) held.awareness.setLocalStateField("commentsPing", { at: Date.now(), docId: held.note });
  held.unsaid = unsaid;
}

function heedPings(held: Held): void {
  held.awareness.on("change", (_: unknown, origin: unknown) => {
    if (origin !== REMOTE) return;
    const before = held.pings;
    held.pings = new Map([...held.awareness.getStates()].map(([client, state]) => [client, pingOf(state)]));
    // Each by their own clock, which may be wrong.
    const news = [...held.pings].some(([client, at]) => client !== held.doc.clientID && at > 0 && before.get(client) !== at);
    if (news) call("threads_refresh", held.note).catch(() => undefined);
  });
}
