// What is too large for the bridge has a URL. Bytes only: nothing served here is ever rendered as a page.
import { convertFileSrc } from "@tauri-apps/api/core";
import type { Failure } from "./generated/Failure";
import type { NoteId } from "./generated/NoteId";
import type { VersionId } from "./generated/VersionId";
import { toFailure } from "./call";

const SCHEME = "attache-media";

/** What the scheme did not do. */
export class Refused extends Error implements Failure {
  readonly code: Failure["code"];
  readonly detail: string;

  constructor({ code, detail }: Failure) {
    super(detail);
    this.code = code;
    this.detail = detail;
  }
}

/** The address of something under the media scheme; the shell writes it as this platform needs it. */
export const mediaUrl = (path: string): string => convertFileSrc("", SCHEME) + path;

/** A note's whole state, as one Yjs update. */
export const noteState = async (note: NoteId): Promise<Uint8Array> => {
  const response = await ask(`notes/${encodeURIComponent(note)}/state`);
  return new Uint8Array(await response.arrayBuffer());
};

/** The whole state of a version of a note, as one Yjs update. Rejects with a `Failure`. */
export const versionState = async (note: NoteId, version: VersionId): Promise<Uint8Array> => {
  const response = await ask(`notes/${encodeURIComponent(note)}/versions/${encodeURIComponent(version)}/state`);
  return new Uint8Array(await response.arrayBuffer());
};

/** A file that a note shows, by the path in its address. Rejects with a `Failure`. */
export const fileBytes = async (path: string): Promise<Blob> => (await ask(path)).blob();

/** Gives a note a file, which is then on disk; the reply is the address by which its text shows it. Rejects with a `Failure`. */
export const giveFile = async (note: NoteId, file: File): Promise<string> => {
  const name = encodeURIComponent(file.name === "" ? "file" : file.name);
  // Bytes, not the file itself: WebKitGTK ends the program when a scheme of its own is sent a blob.
  const body = await file.arrayBuffer();
  const response = await ask(`notes/${encodeURIComponent(note)}/files/${name}`, { method: "POST", body });
  return response.text();
};

/** Makes a note of a file of another program; the reply is the note. Rejects with a `Failure`. */
export const importFile = async (file: File): Promise<NoteId> => {
  const body = await file.arrayBuffer();
  const response = await ask(`imports/${encodeURIComponent(file.name)}`, { method: "POST", body });
  return response.text();
};

/** The picture that was copied, where the webview kept it from the page. */
export const copiedPicture = async (): Promise<File | undefined> => {
  const response = await fetch(mediaUrl("copied-picture"));
  return response.ok ? new File([await response.arrayBuffer()], "1.png", { type: "image/png" }) : undefined;
};

async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(mediaUrl(path), init);
  if (response.ok) return response;
  const told: unknown = await response.json().catch(() => new Error(`${path}: ${response.status.toString()}`));
  throw new Refused(toFailure(told));
}
