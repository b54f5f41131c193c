import { type FormEvent, useState } from "react";
import { call } from "../backend/call";
import type { Role } from "../backend/generated/Role";
import { Button } from "../kit/Button";
import { ComboBox } from "../kit/ComboBox";
import { useAction } from "../kit/use-action";
import { useLookup } from "../kit/use-lookup";
import { useText } from "../text/use-text";
import { RoleSelect } from "./RoleSelect";
import { ShareFailure } from "./ShareFailure";
import css from "./ShareNote.module.css";
import { SharePerson } from "./SharePerson";
import { type Addressee, type Candidate, candidates, firstRole, type SharePartProps, targetOf } from "./sharing";

/** Lets somebody in by name, or writes to somebody by address. */
export function ShareAdd({ note, sharing, onDone, onAsk }: SharePartProps) {
  const { sharing: words } = useText();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<Candidate | null>(null);
  const [wanted, setWanted] = useState<Role | null>(null);
  const lookup = useLookup((query) => call("colleagues_find", { note: note.id, text: query }));
  const action = useAction();
  const found = candidates(lookup.found);
  const { answered } = lookup;
  const target = targetOf({ text, chosen, answered, found }, sharing);
  const role = firstRole(sharing.grants, wanted);
  const type = (next: string) => {
    if (action.busy || next === text) return;
    setText(next);
    setChosen(null);
    action.forget();
    lookup.ask(next.trim());
  };
  const choose = (colleague: Candidate) => {
    if (action.busy) return;
    setText(colleague.name);
    setChosen(colleague);
  };
  const emptied = () => {
    setText("");
    setChosen(null);
    lookup.ask("");
  };
  const give = (to: Addressee, given: Role) => {
    action.run(async () => {
      if (to.type === "colleague") await call("access_give", { note: note.id, colleague: to.id, role: given });
      else await call("invitation_send", { note: note.id, email: to.name, role: given });
      const said = to.type === "address" ? words.said.invited(to.name) : words.said.given(to.name, words.roles[given].name);
      emptied();
      await onDone(said);
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (role === null || (target.type !== "colleague" && target.type !== "address")) return;
    const { title, text: warning, action: confirm } = words.owner;
    if (role !== "owner") give(target, role);
    else onAsk({ title: title(target.name), text: [warning(target.name)], confirm, act: () => { give(target, role); } });
  };
  const sought = text.trim();
  const none = sought !== "" && answered === sought && found.length === 0 && lookup.failure === null;
  const hint = target.type === "address" ? words.add.invites : target.type === "known" ? words.add.already(target.name || words.someone) : none ? words.add.none : "";
  const failure = action.failure ?? lookup.failure;
  return (
    <form className={css.part} onSubmit={submit} data-testid="share-add-form">
      <ComboBox label={words.add.label} text={text} onText={type} items={found} chosen={chosen?.id ?? null} onChoose={choose} textOf={({ name }) => name} testId="share-add">
        {({ name, email }) => <SharePerson name={name || words.someone} below={email} />}
      </ComboBox>
      <div className={css.line}>
        <RoleSelect label={words.add.role} value={role} roles={sharing.grants} onChange={setWanted} busy={action.busy} testId="share-add-role" />
        <p className={css.hint} aria-live="polite" data-testid="share-add-hint">{hint}</p>
        <Button type="submit" kind="primary" busy={action.busy} disabled={target.type === "nobody" || target.type === "known"} testId="share-add-submit">
          {target.type === "address" ? words.add.invite : words.add.share}
        </Button>
      </div>
      {failure && <ShareFailure failure={failure} />}
    </form>
  );
}
