import { X } from "lucide-react";
import { call } from "../backend/call";
import type { Member } from "../backend/generated/Member";
import type { Role } from "../backend/generated/Role";
import { Button } from "../kit/Button";
import { IconButton } from "../kit/IconButton";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { RoleSelect } from "./RoleSelect";
import { ShareFailure } from "./ShareFailure";
import css from "./ShareNote.module.css";
import { SharePerson } from "./SharePerson";
import { isLess, opensByLink, ownAccess, rolesFor, type SharePartProps } from "./sharing";

type ShareMembersProps = SharePartProps & { onLeft: () => void };

/** Everybody who has access, as far as the agent may see them. */
export function ShareMembers(part: ShareMembersProps) {
  const { sharing: { people: words } } = useText();
  const { members, mayLeave, invitations } = part.sharing;
  const own = ownAccess(members);
  const alone = members.every(({ isMe }) => isMe) && own !== undefined && invitations.length === 0;
  return (
    <section className={css.part} data-testid="share-people">
      <h3 id="share-people">{words.heading}</h3>
      {members.length === 0 ? <p className={css.muted}>{words.hidden}</p> : (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        <ul className={css.rows} aria-labelledby="share-people" tabIndex={0} data-scrolls>
          {members.map((member) => <MemberRow key={member.access} member={member} own={member === own} {...part} />)}
        </ul>
      )}
      {alone && <p className={css.muted} data-testid="share-alone">{opensByLink(part.sharing) ? words.noOthers : words.onlyYou}</p>}
      {members.length > 0 && own === undefined && <p className={css.muted}>{words.partial}</p>}
      {mayLeave && own === undefined && <div className={css.leave}><Leave {...part} /></div>}
    </section>
  );
}

function MemberRow({ member, own, ...part }: ShareMembersProps & { member: Member; own: boolean }) {
  const { sharing: words } = useText();
  const { note, sharing, onDone, onAsk } = part;
  const action = useAction();
  const name = member.who.name || words.someone;
  const act = (role: Role | null, said: string) => {
    action.run(async () => {
      await call("access_change", { note: note.id, access: member.access, role });
      await onDone(said);
    });
  };
  const change = (role: Role) => {
    const go = () => { act(role, words.said.changed(name, words.roles[role].name)); };
    if (member.isMe && isLess(role, member.role)) {
      onAsk({ title: words.lower.title, text: [words.lower.text(words.roles[role].name)], confirm: words.lower.action, act: go });
    } else if (role === "owner" && !member.isMe) {
      onAsk({ title: words.owner.title(name), text: [words.owner.text(name)], confirm: words.owner.action, act: go });
    } else go();
  };
  const roles = rolesFor(member);
  const id = `share-member-${member.access}`;
  const leaves = own && (sharing.mayLeave || (member.removable && !member.inherited));
  return (
    <li className={css.row} data-testid={id}>
      <SharePerson name={name} below={member.who.email} isMe={member.isMe}>
        {member.inherited && <p className={css.below} title={words.people.fromAboveHint}>{words.people.fromAbove}</p>}
      </SharePerson>
      <div className={css.controls}>
        {roles.length > 0
          ? <RoleSelect label={words.people.roleOf(name)} value={member.role} roles={roles} onChange={change} busy={action.busy} quiet testId={`${id}-role`} />
          : <span className={css.role} data-testid={`${id}-role`}>{member.role === null ? words.otherRole : words.roles[member.role].name}</span>}
        {member.removable && !member.inherited && !member.isMe && (
          <IconButton label={words.people.remove(name)} icon={<X />} busy={action.busy} onPress={() => { act(null, words.said.removed(name)); }} testId={`${id}-remove`} />
        )}
        {!leaves && (member.isMe || member.inherited || !member.removable) && sharing.members.some(({ removable }) => removable) && <span className={css.space} />}
        {leaves && <Leave {...part} access={sharing.mayLeave ? null : member.access} />}
      </div>
      {action.failure && <div className={css.trouble}><ShareFailure failure={action.failure} /></div>}
    </li>
  );
}

/** Gives up the agent's own access. Where the server has no word for that, the access is taken away like another's. */
function Leave({ note, sharing, access = null, onAsk, onLeft }: ShareMembersProps & { access?: Member["access"] | null }) {
  const { notes, sharing: { leave: words } } = useText();
  const action = useAction();
  const leave = () => {
    action.run(() => (access === null ? call("note_leave", note.id) : call("access_change", { note: note.id, access, role: null })), onLeft);
  };
  const loss = opensByLink(sharing) ? words.byLink : words.text;
  const text = note.status.type === "synced" ? [loss] : [loss, words.unsent];
  const ask = () => { onAsk({ title: words.title(note.title ?? notes.untitled), text, confirm: words.action, act: leave }); };
  return (
    <>
      <Button kind="quiet" busy={action.busy} onPress={ask} testId="share-leave">{words.action}</Button>
      {action.failure && <div className={css.trouble}><ShareFailure failure={action.failure} /></div>}
    </>
  );
}
