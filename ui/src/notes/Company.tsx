import { ToggleButton } from "react-aria-components";
import { useStore } from "zustand";
import { Button } from "../kit/Button";
import { Hint } from "../kit/Hint";
import { useText } from "../text/use-text";
import { useColleagues } from "./company";
import css from "./Company.module.css";
import { follow, type Replica } from "./replica";

/** Who else is here. A press follows their cursor, another one stops. */
export function Company({ replica }: { replica: Replica }) {
  const { company: words } = useText().notes;
  const colleagues = useColleagues(replica);
  const follows = useStore(replica.state, (state) => state.follows);
  if (colleagues.length === 0) return null;
  return (
    <ul className={css.row} aria-label={words.label} data-testid="company">
      {colleagues.map(({ client, name, color }) => (
        <li key={client}>
          <Hint label={words.follow(name)}>
            <ToggleButton
              className={css.person ?? ""}
              style={{ borderColor: color }}
              aria-label={words.follow(name)}
              isSelected={follows === client}
              onChange={(on) => { follow(replica, on ? client : null); }}
            >
              {letterOf(name)}
            </ToggleButton>
          </Hint>
        </li>
      ))}
    </ul>
  );
}

/** Says whose cursor is followed, with a frame around the text in their colour. */
export function Following({ replica }: { replica: Replica }) {
  const { company: words } = useText().notes;
  const colleagues = useColleagues(replica);
  const follows = useStore(replica.state, (state) => state.follows);
  const followed = colleagues.find(({ client }) => client === follows);
  const edge = { borderColor: followed?.color };
  return (
    <>
      <div className={css.said} role="status">
        {followed && (
          <div className={css.label} style={edge} data-testid="following">
            <span>{words.following(followed.name)}</span>
            <Button onPress={() => { follow(replica, null); }}>{words.stop}</Button>
          </div>
        )}
      </div>
      {followed && <div className={css.frame} style={edge} />}
    </>
  );
}

const letterOf = (name: string): string => [...name.replace(/[^\p{L}\p{N}]/gu, "")][0]?.toUpperCase() ?? "#";
