import { Link2 } from "lucide-react";
import { useRef, useState } from "react";
import type { Failure } from "../backend/generated/Failure";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import { CopyButton } from "../kit/CopyButton";
import { Confirm, Dialog } from "../kit/Dialog";
import { Trouble } from "../kit/FailureNote";
import { Skeleton } from "../kit/Skeleton";
import { useAction } from "../kit/use-action";
import { useChange } from "../kit/use-change";
import { useText } from "../text/use-text";
import { ShareAdd } from "./ShareAdd";
import { ShareAsk } from "./ShareAsk";
import { ShareFailure } from "./ShareFailure";
import { ShareInvitations } from "./ShareInvitations";
import { ShareLink } from "./ShareLink";
import { ShareMembers } from "./ShareMembers";
import css from "./ShareNote.module.css";
import { ShareRequests } from "./ShareRequests";
import type { SharePartProps, ShareQuestion } from "./sharing";
import { useSharing } from "./use-sharing";

/** Shows who else may open a note, and changes it as far as the server allows. Nothing of it is done later: it needs the server. */
export function ShareNote({ note, onClose }: { note: NoteSummary; onClose: () => void }) {
  const { notes, sharing: words } = useText();
  const { sharing, failure, times, read } = useSharing(note.id);
  const [said, setSaid] = useState("");
  const [question, setQuestion] = useState<ShareQuestion | null>(null);
  const retry = useAction();
  const content = useRef<HTMLDivElement>(null);
  // What was pressed may be gone with what it stood for.
  useChange(String(times), () => { if (document.activeElement === document.body) content.current?.focus(); });
  const done = (text: string) => { setSaid(text); return read(); };
  const answer = () => { question?.act(); setQuestion(null); };
  const copy = sharing && <CopyButton kind="normal" text={sharing.address} label={words.link.copy} icon={<Link2 aria-hidden />} testId="share-link-copy" />;
  return (
    <Dialog open onClose={onClose} title={words.title(note.title ?? notes.untitled)} actions={copy}>
      <div ref={content} tabIndex={-1} className={css.content}>
        {failure && !retry.busy && <NotRead failure={failure} stale={sharing !== null} onRetry={() => { retry.run(read); }} />}
        {sharing && <Parts note={note} sharing={sharing} onDone={done} onAsk={setQuestion} onClose={onClose} />}
        {!sharing && (!failure || retry.busy) && <div className={css.waiting}><Skeleton rows={8} /></div>}
        <p role="status" className="visually-hidden">{said}</p>
      </div>
      {question && (
        <Confirm open title={question.title} confirm={question.confirm} onConfirm={answer} onCancel={() => { setQuestion(null); }} testId="share-confirm">
          {question.text.map((line) => <p key={line}>{line}</p>)}
        </Confirm>
      )}
    </Dialog>
  );
}

function Parts({ onClose, ...part }: SharePartProps & { onClose: () => void }) {
  return (
    <>
      {part.sharing.mayAsk && <ShareAsk {...part} />}
      {part.sharing.requests.length > 0 && <ShareRequests {...part} />}
      {part.sharing.grants.length > 0 && <ShareAdd {...part} />}
      <ShareMembers {...part} onLeft={onClose} />
      {part.sharing.invitations.length > 0 && <ShareInvitations {...part} />}
      <ShareLink {...part} />
    </>
  );
}

function NotRead({ failure, stale, onRetry }: { failure: Failure; stale: boolean; onRetry: () => void }) {
  const { sharing: words } = useText();
  if (stale) return <Trouble {...words.stale} detail={failure.detail} onRetry={onRetry} />;
  return <ShareFailure failure={failure} onRetry={onRetry} />;
}
