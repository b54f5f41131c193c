import { Plus, X } from "lucide-react";
import { type FormEvent, useRef, useState } from "react";
import { call } from "../backend/call";
import type { Person } from "../backend/generated/Person";
import type { RoomId } from "../backend/generated/RoomId";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { FailureNote } from "../kit/FailureNote";
import { TextField } from "../kit/TextField";
import { useAction } from "../kit/use-action";
import { useText } from "../text/use-text";
import css from "./CreateRoom.module.css";

interface CreateRoomProps {
  onClose: () => void;
  onCreated: (room: RoomId) => void;
}

const FORM = "create-room";

/** Makes an encrypted room: a name, people, or both. */
export function CreateRoom({ onClose, onCreated }: CreateRoomProps) {
  const { chat, kit } = useText();
  const words = chat.create;
  const create = useAction();
  const [name, setName] = useState("");
  const [people, setPeople] = useState<Person[]>([]);
  const given = name.trim();
  const enough = given !== "" || people.length === 1;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!enough) return;
    const room = { name: given === "" ? null : given, invite: people.map((person) => person.id) };
    create.run(() => call("room_create", room), (id) => { onCreated(id); onClose(); });
  };
  const actions = (
    <>
      <Button onPress={onClose}>{kit.cancel}</Button>
      <SubmitButton disabled={!enough} busy={create.busy} label={words.action} />
    </>
  );
  return (
    <Dialog open onClose={onClose} title={words.title} >
      <form id={FORM} className={css.form} onSubmit={submit}>
        <p className={css.hint}>{words.text}</p>
        <TextField label={words.name} value={name} onChange={setName} description={words.nameHint} maxLength={255} autoFocus testId="room-name" />
        <People chosen={people} onChange={setPeople} />
        {!enough && <p className={css.hint}>{words.needed}</p>}
        {create.failure && <FailureNote failure={create.failure} />}
        <footer className={css.actions}>{actions}</footer>
      </form>
    </Dialog>
  );
}

function SubmitButton({ disabled, busy, label }: { disabled: boolean; busy: boolean; label: string }) {
  return <Button kind="primary" type="submit" disabled={disabled} busy={busy} testId="room-create">{label}</Button>;
}

interface PeopleProps {
  chosen: readonly Person[];
  onChange: (people: Person[]) => void;
}

/** Finds people and gathers those to be invited. */
function People({ chosen, onChange }: PeopleProps) {
  const { chat } = useText();
  const words = chat.create;
  const [text, setText] = useState("");
  const [found, setFound] = useState<Person[] | null>(null);
  const [failed, setFailed] = useState(false);
  const latest = useRef("");
  const search = (next: string) => {
    setText(next);
    const query = next.trim();
    latest.current = query;
    setFailed(false);
    if (query.length < 2) return setFound(null);
    // An answer to an earlier question must not replace that of a later one.
    call("people_find", { text: query }).then(
      (people) => { if (latest.current === query) setFound(people); },
      () => { if (latest.current === query) setFailed(true); },
    );
  };
  const add = (person: Person) => {
    onChange([...chosen, person]);
    latest.current = "";
    setText("");
    setFound(null);
  };
  const offered = found?.filter((person) => !chosen.some(({ id }) => id === person.id));
  return (
    <fieldset className={css.people}>
      <legend className={css.legend}>{words.people}</legend>
      {chosen.length > 0 && (
        <ul className={css.chosen} aria-label={words.chosen}>
          {chosen.map((person) => (
            <li key={person.id}>
              <Button icon={<X aria-hidden />} onPress={() => { onChange(chosen.filter(({ id }) => id !== person.id)); }}>
                <span className="visually-hidden">{words.drop(person.name)}</span>
                <span aria-hidden>{person.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <TextField label={words.search} value={text} onChange={search} type="search" autoComplete="off" testId="people-search" />
      <div aria-live="polite" className={css.hint}>
        {failed ? chat.failed.people : offered?.length === 0 ? words.none : null}
      </div>
      {offered && offered.length > 0 && (
        <ul className={css.found}>
          {offered.map((person) => (
            <li key={person.id}>
              <Button kind="quiet" wide icon={<Plus aria-hidden />} onPress={() => { add(person); }} testId={`person-${person.id}`}>
                <span className="visually-hidden">{words.add(person.name)}</span>
                <span aria-hidden className={css.person}>{person.name} <span className={css.id}>{person.id}</span></span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
