import { call } from "../backend/call";
import type { Link } from "../backend/generated/Link";
import type { Reach } from "../backend/generated/Reach";
import { Select } from "../kit/Select";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { RoleSelect } from "./RoleSelect";
import { ShareFailure } from "./ShareFailure";
import css from "./ShareNote.module.css";
import { firstRole, linkChoices, type SharePartProps } from "./sharing";

/** What the link of the note does. */
export function ShareLink({ note, sharing, onDone }: SharePartProps) {
  const { sharing: words } = useText();
  const action = useAction();
  const { link, fromAbove } = sharing;
  const choices = linkChoices(sharing);
  const roles = choices.find(({ reach }) => reach === link.reach)?.roles ?? [];
  const set = (next: Link) => {
    action.run(async () => {
      await call("sharing_link", { note: note.id, link: next });
      await onDone(words.said.link);
    });
  };
  const reach = (next: Reach) => {
    set({ reach: next, role: firstRole(choices.find((choice) => choice.reach === next)?.roles ?? [], link.role) });
  };
  const says = ({ reach: whom, role }: Link) => [words.reaches[whom].name, ...(role === null ? [] : [words.roles[role].name])].join(" · ");
  const reaches = choices.map((choice) => ({ id: choice.reach, label: words.reaches[choice.reach].name, description: words.reaches[choice.reach].does }));
  return (
    <section className={css.part} data-testid="share-link">
      <h3>{words.link.heading}</h3>
      <div className={css.line}>
        {choices.length > 0
          ? <Select label={words.link.reach} labelHidden value={link.reach} options={reaches} onChange={reach} busy={action.busy} testId="share-link-reach" />
          : <p data-testid="share-link-reach">{says(link)}</p>}
        {roles.length > 1 && link.reach !== "restricted" && (
          <RoleSelect label={words.link.role} value={link.role} roles={roles} onChange={(role) => { set({ reach: link.reach, role }); }} busy={action.busy} testId="share-link-role" />
        )}
      </div>
      {fromAbove && <p className={css.muted} data-testid="share-link-above">{words.link.fromAbove(says(fromAbove))}</p>}
      {action.failure && <ShareFailure failure={action.failure} />}
    </section>
  );
}
