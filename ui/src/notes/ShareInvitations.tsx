import { call } from "../backend/call";
import type { Invitation } from "../backend/generated/Invitation";
import { Button } from "../kit/Button";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { ShareFailure } from "./ShareFailure";
import css from "./ShareNote.module.css";
import { SharePerson } from "./SharePerson";
import type { SharePartProps } from "./sharing";

/** Those who were written to and have not come yet. */
export function ShareInvitations(part: SharePartProps) {
  const { sharing: { invitations: words } } = useText();
  return (
    <section className={css.part} data-testid="share-invitations">
      <h3 id="share-invitations">{words.heading}</h3>
      <ul className={css.rows} aria-labelledby="share-invitations">
        {part.sharing.invitations.map((invitation) => <InvitationRow key={invitation.id} invitation={invitation} {...part} />)}
      </ul>
    </section>
  );
}

function InvitationRow({ invitation, note, onDone }: SharePartProps & { invitation: Invitation }) {
  const { sharing: words } = useText();
  const action = useAction();
  const { id, email, role, expired } = invitation;
  const withdraw = () => {
    action.run(async () => {
      await call("invitation_withdraw", { note: note.id, invitation: id });
      await onDone(words.said.withdrawn(email));
    });
  };
  return (
    <li className={css.row} data-testid={`share-invitation-${id}`}>
      <SharePerson name={email} below={expired ? words.invitations.expired : words.invitations.pending} />
      <div className={css.controls}>
        <span className={css.role}>{role === null ? words.otherRole : words.roles[role].name}</span>
        <Button kind="quiet" busy={action.busy} onPress={withdraw} testId={`share-invitation-${id}-withdraw`}>
          <span aria-hidden>{words.invitations.withdraw}</span>
          <span className="visually-hidden">{words.invitations.withdrawFrom(email)}</span>
        </Button>
      </div>
      {action.failure && <div className={css.trouble}><ShareFailure failure={action.failure} /></div>}
    </li>
  );
}
