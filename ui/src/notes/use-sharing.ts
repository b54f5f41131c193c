// How a note is shared, for as long as a dialog shows it: nobody else keeps it.
import { useRef, useState } from "react";
import { call, toFailure } from "../backend/call";
import type { Failure } from "../backend/generated/Failure";
import type { NoteId } from "../backend/generated/NoteId";
import type { Sharing } from "../backend/generated/Sharing";
import { useWhile } from "../kit/use-while";

interface Reading {
  /** None until it was read once. What was read before stays when it cannot be read anew. */
  sharing: Sharing | null;
  failure: Failure | null;
  /** How often it was read. */
  times: number;
}

/** Reads it at once, and anew when asked to. */
export const useSharing = (note: NoteId): Reading & { read: () => Promise<void> } => {
  const [reading, setReading] = useState<Reading>({ sharing: null, failure: null, times: 0 });
  const latest = useRef(0);
  const read = async () => {
    latest.current += 1;
    const turn = latest.current;
    const result = await call("sharing_read", note).then(
      (sharing) => ({ sharing, failure: null }),
      (error: unknown) => ({ failure: toFailure(error) }),
    );
    if (turn === latest.current) setReading((before) => ({ ...before, ...result, times: before.times + 1 }));
  };
  useWhile(note, () => {
    void read();
    return () => { latest.current += 1; };
  });
  return { ...reading, read };
};
