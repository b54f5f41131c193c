import { ToggleButton } from "react-aria-components";
import { call } from "../backend/call";
import type { CommentRef } from "../backend/generated/CommentRef";
import type { Reaction } from "../backend/generated/Reaction";
import { Hint } from "../kit/Hint";
import { useAction } from "../kit/use-action";
import { useLanguage, useText } from "../text/use-text";
import css from "./CommentReactions.module.css";

interface CommentReactionsProps {
  at: CommentRef;
  reactions: readonly Reaction[];
  /** Whether the agent may put some. */
  allowed: boolean;
}

/** The emojis under a comment. A press puts the agent's own, or takes it away. */
export function CommentReactions({ at, reactions, allowed }: CommentReactionsProps) {
  const { comments: words } = useText();
  const language = useLanguage();
  const act = useAction();
  if (reactions.length === 0) return null;
  const names = ({ people, mine }: Reaction) =>
    new Intl.ListFormat(language).format([...(mine ? [words.you] : []), ...people.map((name) => name || words.someone)]);
  return (
    <ul className={css.reactions}>
      {reactions.map((reaction) => {
        const { emoji, people, mine } = reaction;
        const label = words.reaction(emoji, names(reaction));
        const press = (put: boolean) => { act.run(() => call("comment_react", { at, emoji, put })); };
        return (
          <li key={emoji}>
            <Hint label={label}>
              <ToggleButton className={css.reaction ?? ""} aria-label={label} isSelected={mine} isDisabled={!allowed} onChange={press} data-testid="comment-reaction">
                <span aria-hidden>{emoji}</span> <span className={css.count}>{people.length + Number(mine)}</span>
              </ToggleButton>
            </Hint>
          </li>
        );
      })}
    </ul>
  );
}
