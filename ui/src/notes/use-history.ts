// What the history of a note shows, for as long as it is open: the list of versions, their texts, and the text as it is.
import { useRef, useState, useSyncExternalStore } from "react";
import { useStore } from "zustand";
import type * as Y from "yjs";
import { call, toFailure } from "../backend/call";
import type { Failure } from "../backend/generated/Failure";
import type { NoteId } from "../backend/generated/NoteId";
import type { VersionId } from "../backend/generated/VersionId";
import type { Versions } from "../backend/generated/Versions";
import { useWhile } from "../kit/use-while";
import { type Block, blocksOf } from "./blocks";
import type { Replica } from "./replica";
import type { VersionText, VersionTexts } from "./versions";

interface Listing {
  /** None until they were read once. What was read before stays when they cannot be read anew. */
  versions: Versions | null;
  failure: Failure | null;
}

/** Reads which versions there are at once, and anew when asked to. */
export const useVersions = (note: NoteId): Listing & { read: () => Promise<void> } => {
  const [listing, setListing] = useState<Listing>({ versions: null, failure: null });
  const latest = useRef(0);
  const read = async () => {
    latest.current += 1;
    const turn = latest.current;
    const result = await call("versions_list", note).then(
      (versions) => ({ versions, failure: null }),
      (error: unknown) => ({ failure: toFailure(error) }),
    );
    if (turn === latest.current) setListing((before) => ({ ...before, ...result }));
  };
  useWhile(note, () => {
    void read();
    return () => { latest.current += 1; };
  });
  return { ...listing, read };
};

interface Reading {
  text: VersionText | null;
  failure: Failure | null;
  /** Reads it again. */
  again: () => void;
}

/** Whoever walks through the list with the arrows does not ask for every version on the way. */
const PAUSE = 120;

/** The text of one version. */
export const useVersionText = (texts: VersionTexts, version: VersionId | null): Reading => {
  const [answer, setAnswer] = useState<{ of: VersionId; text: VersionText | null; failure: Failure | null } | null>(null);
  const [turn, setTurn] = useState(0);
  useWhile(version === null ? null : `${turn.toString()} ${version}`, () => {
    if (version === null) return () => undefined;
    let wanted = true;
    const answered = (rest: { text?: VersionText; failure?: Failure }) => { if (wanted) setAnswer({ of: version, text: null, failure: null, ...rest }); };
    const timer = setTimeout(() => {
      texts.read(version).then((text) => { answered({ text }); }, (error: unknown) => { answered({ failure: toFailure(error) }); });
    }, PAUSE);
    return () => { wanted = false; clearTimeout(timer); };
  });
  const again = () => { setAnswer(null); setTurn(turn + 1); };
  const known = answer?.of === version ? answer : null;
  return { text: known?.text ?? null, failure: known?.failure ?? null, again };
};

/** Read once for all the changes of a moment. */
const MOMENT = 100;

class Living {
  readonly #doc: Y.Doc;
  #blocks: readonly Block[] | undefined;

  constructor(doc: Y.Doc) {
    this.#doc = doc;
  }

  readonly blocks = (): readonly Block[] => (this.#blocks ??= blocksOf(this.#doc));

  readonly subscribe = (changed: () => void): (() => void) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      timer = undefined;
      this.#blocks = undefined;
      changed();
    };
    const hear = () => { timer ??= setTimeout(tell, MOMENT); };
    this.#blocks = undefined;
    this.#doc.on("update", hear);
    return () => {
      clearTimeout(timer);
      this.#doc.off("update", hear);
    };
  };
}

/** The blocks of the note as it is; none while its text is not in the window. */
export const useBlocks = (replica: Replica): readonly Block[] | null => {
  const [living] = useState(() => new Living(replica.doc));
  const here = useStore(replica.state, ({ text }) => text === "here");
  const blocks = useSyncExternalStore(living.subscribe, living.blocks);
  return here ? blocks : null;
};
