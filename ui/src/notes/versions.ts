// The versions of a note as its history shows them, and their texts, each fetched and read once.
import * as Y from "yjs";
import type { Language } from "../backend/generated/Language";
import type { NoteId } from "../backend/generated/NoteId";
import type { Version } from "../backend/generated/Version";
import type { VersionId } from "../backend/generated/VersionId";
import { versionState } from "../backend/media";
import { day } from "../text/format";
import { type Block, blocksOf } from "./blocks";

/** The row of the text as it is now, above those of the versions. */
export const NOW = "now";

export type VersionText = { doc: Y.Doc; blocks: readonly Block[] };

export type Day = { id: string; label: string; items: readonly Version[] };

/** The versions in their order, by the days of the agent. */
export function daysOf(versions: readonly Version[], language: Language): Day[] {
  const days = new Map<string, Version[]>();
  for (const version of versions) {
    const label = day(language, version.at);
    const items = days.get(label);
    if (items === undefined) days.set(label, [version]);
    else items.push(version);
  }
  return [...days].map(([label, items]) => ({ id: label, label, items }));
}

/** How many texts are kept at hand. */
const AT_HAND = 12;

export class VersionTexts {
  readonly #note: NoteId;
  readonly #texts = new Map<VersionId, Promise<VersionText>>();

  constructor(note: NoteId) {
    this.#note = note;
  }

  /** Rejects with a `Failure`, or with what was wrong with the bytes. What could not be read is fetched again next time. */
  read(version: VersionId): Promise<VersionText> {
    const text = this.#texts.get(version) ?? versionState(this.#note, version).then(textOf);
    this.#texts.delete(version);
    this.#texts.set(version, text);
    text.catch(() => { this.#texts.delete(version); });
    for (const [oldest] of [...this.#texts].slice(0, -AT_HAND)) this.#texts.delete(oldest);
    return text;
  }
}

function textOf(state: Uint8Array): VersionText {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  return { doc, blocks: blocksOf(doc) };
}
