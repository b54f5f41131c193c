import { useState } from "react";
import { call } from "../backend/call";
import type { AccessRequest } from "../backend/generated/AccessRequest";
import type { Role } from "../backend/generated/Role";
import { Button } from "../kit/Button";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import { RoleSelect } from "./RoleSelect";
import { ShareFailure } from "./ShareFailure";
import css from "./ShareNote.module.css";
import { SharePerson } from "./SharePerson";
import { firstRole, type SharePartProps } from "./sharing";

/** Those who ask to be let in. */
export function ShareRequests(part: SharePartProps) {
  const { sharing: { requests: words } } = useText();
  return (
    <section className={css.part} data-testid="share-requests">
      <h3 id="share-requests">{words.heading}</h3>
      <ul className={css.rows} aria-labelledby="share-requests">
        {part.sharing.requests.map((request) => <RequestRow key={request.id} request={request} {...part} />)}
      </ul>
    </section>
  );
}

function RequestRow({ request, note, sharing: { grants }, onDone, onAsk }: SharePartProps & { request: AccessRequest }) {
  const { sharing: words } = useText();
  const [role, setRole] = useState(firstRole(grants, request.role));
  const action = useAction();
  const name = request.who.name || words.someone;
  const answer = (given: Role | null) => {
    const said = given === null ? words.said.declined(name) : words.said.given(name, words.roles[given].name);
    action.run(async () => {
      await call("request_answer", { note: note.id, request: request.id, role: given });
      await onDone(said);
    });
  };
  const accept = (given: Role) => {
    const { title, text, action: confirm } = words.owner;
    if (given === "owner") onAsk({ title: title(name), text: [text(name)], confirm, act: () => { answer(given); } });
    else answer(given);
  };
  const id = `share-request-${request.id}`;
  return (
    <li className={css.row} data-testid={id}>
      <SharePerson name={name} below={request.who.email}>
        <p className={css.below}>{words.requests.wants(request.role === null ? words.otherRole : words.roles[request.role].name)}</p>
      </SharePerson>
      <div className={css.controls}>
        {role !== null && (
          <>
            <RoleSelect label={words.requests.roleFor(name)} value={role} roles={grants} onChange={setRole} busy={action.busy} testId={`${id}-role`} />
            <Button busy={action.busy} onPress={() => { accept(role); }} testId={`${id}-accept`}>{words.requests.accept}</Button>
          </>
        )}
        <Button kind="quiet" busy={action.busy} onPress={() => { answer(null); }} testId={`${id}-decline`}>{words.requests.decline}</Button>
      </div>
      {action.failure && <div className={css.trouble}><ShareFailure failure={action.failure} /></div>}
    </li>
  );
}
