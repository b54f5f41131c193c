import { lazy, Suspense } from "react";
import type { NoteSummary } from "../backend/generated/NoteSummary";

const NoteHistory = lazy(() => import("./NoteHistory").then((module) => ({ default: module.NoteHistory })));

/** The history of a note, which comes with what compares and restores only when it is asked for. */
export function OpenHistory(props: { note: NoteSummary; onClose: () => void }) {
  return <Suspense fallback={null}><NoteHistory {...props} /></Suspense>;
}
