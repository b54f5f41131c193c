// What is too large for the bridge has a URL. Bytes only: nothing served here is ever rendered by the webview.
import { convertFileSrc } from "@tauri-apps/api/core";
import type { NoteId } from "./generated/NoteId";

const SCHEME = "attache-media";

/** The address of something under the media scheme; the shell writes it as this platform needs it. */
export const mediaUrl = (path: string): string => convertFileSrc("", SCHEME) + path;

/** A note's whole state, as one Yjs update. */
export const noteState = async (note: NoteId): Promise<Uint8Array> => {
  const response = await fetch(mediaUrl(`notes/${encodeURIComponent(note)}/state`));
  if (!response.ok) throw new Error(`reading the state of ${note}: ${response.status.toString()}`);
  return new Uint8Array(await response.arrayBuffer());
};
