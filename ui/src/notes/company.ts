// Who else has the note open, and whose cursor is followed. Who is there is read from the awareness, which was checked when
// it came in; following scrolls the text to a cursor whenever it moves, until the agent does something in the text.
import { createExtension } from "@blocknote/core";
import { Plugin } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useSyncExternalStore } from "react";
import { relativePositionToAbsolutePosition, ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";
import type { PresenceUser } from "./presence";
import { follow, type Replica } from "./replica";

/** Somebody else's window with this note in it. */
export type Colleague = PresenceUser & { client: number };

/** Those who have the note open elsewhere, by name. */
export function useColleagues(replica: Replica): readonly Colleague[] {
  const subscribe = (changed: () => void) => {
    replica.awareness.on("change", changed);
    return () => { replica.awareness.off("change", changed); };
  };
  // As text, so that a cursor that moves draws nothing anew.
  const told = useSyncExternalStore(subscribe, () => JSON.stringify(colleaguesOf(replica)));
  return parsed(told);
}

function parsed(told: string): readonly Colleague[] {
  return JSON.parse(told);
}

function colleaguesOf({ awareness, doc }: Replica): Colleague[] {
  const others = [...awareness.getStates()].filter(([client]) => client !== doc.clientID);
  return others
    .map(([client, state]): Colleague => ({ client, name: state["user"]?.name ?? "…", color: state["user"]?.color ?? "" }))
    .sort((a, b) => a.name.localeCompare(b.name) || a.client - b.client);
}

/** Keeps the cursor that is followed in sight. */
export const following = (replica: Replica) =>
  createExtension({ key: "following", prosemirrorPlugins: [new Plugin({ view: (view) => keepInSight(view, replica) })] });

/** What shows that the agent wants to be somewhere else. */
const OWN_WAY = ["wheel", "touchmove", "pointerdown", "keydown"] as const;

function keepInSight(view: EditorView, replica: Replica) {
  const show = () => {
    const { follows } = replica.state.getState();
    const at = follows === null ? undefined : cursorOf(view, replica, follows);
    if (at !== undefined) elementAt(view, at)?.scrollIntoView({ block: "nearest" });
  };
  const moved = ({ updated, removed }: { updated: number[]; removed: number[] }) => {
    const { follows } = replica.state.getState();
    if (follows === null) return;
    if (removed.includes(follows)) follow(replica, null);
    else if (updated.includes(follows)) show();
  };
  const stop = (event: Event) => {
    if (replica.state.getState().follows !== null && isOwnWay(event, view)) follow(replica, null);
  };
  const leave = replica.state.subscribe((now, before) => { if (now.follows !== before.follows) show(); });
  replica.awareness.on("change", moved);
  for (const name of OWN_WAY) window.addEventListener(name, stop, { capture: true, passive: true });
  return {
    destroy: () => {
      leave();
      replica.awareness.off("change", moved);
      for (const name of OWN_WAY) window.removeEventListener(name, stop, { capture: true });
      follow(replica, null);
    },
  };
}

/** Escape wherever it is pressed, and everything else in the pane that the text scrolls in. */
function isOwnWay(event: Event, view: EditorView): boolean {
  if (event instanceof KeyboardEvent && event.key === "Escape") return true;
  if (event instanceof KeyboardEvent && ["Control", "Shift", "Alt", "Meta"].includes(event.key)) return false;
  // A scroll bar belongs to what the text scrolls in.
  const scroller = view.dom.closest("[data-scrolls]")?.parentElement ?? view.dom;
  return event.target instanceof Node && scroller.contains(event.target);
}

function cursorOf(view: EditorView, { awareness, doc }: Replica, client: number): number | undefined {
  const sync = ySyncPluginKey.getState(view.state);
  const head: unknown = awareness.getStates().get(client)?.["cursor"]?.head;
  if (head === undefined || head === null || sync === undefined) return undefined;
  const at = relativePositionToAbsolutePosition(doc, sync.type, Y.createRelativePositionFromJSON(head), sync.binding.mapping);
  return at === null ? undefined : Math.min(at, view.state.doc.content.size);
}

function elementAt(view: EditorView, at: number): Element | null {
  const { node } = view.domAtPos(at);
  return node instanceof Element ? node : node.parentElement;
}
