import { ArrowDown, ArrowUp, CaseSensitive, Replace, ReplaceAll, X } from "lucide-react";
import { SearchQuery, findNext, findPrev, replaceAll, replaceNext, setSearchState } from "prosemirror-search";
import type { Command } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { useState } from "react";
import { IconButton } from "../kit/IconButton";
import { TextField } from "../kit/TextField";
import { useKeys } from "../kit/use-keys";
import { useText } from "../text/use-text";
import css from "./FindBar.module.css";
import type { Matches } from "./matches";

interface FindBarProps {
  view: EditorView;
  matches: Matches;
  editable: boolean;
  onClose: () => void;
}

type Wanted = { search: string; replace: string; caseSensitive: boolean };

const nothing: Wanted = { search: "", replace: "", caseSensitive: false };

/** Finds words in the open note, and puts others in their place. */
export function FindBar({ view, matches, editable, onClose }: FindBarProps) {
  const { notes: { find: words }, kit } = useText();
  const [wanted, setWanted] = useState(nothing);
  const want = (next: Wanted) => {
    setWanted(next);
    view.dispatch(setSearchState(view.state.tr, new SearchQuery({ ...next, literal: true })));
  };
  const run = (command: Command) => {
    command(view.state, (transaction) => { view.dispatch(transaction.scrollIntoView()); }, view);
  };
  const close = () => {
    want(nothing);
    view.focus();
    onClose();
  };
  useKeys({ "Escape": close, "Shift+Enter": () => { run(findPrev); } });
  const none = matches.count === 0;
  return (
    <form className={css.bar} role="search" aria-label={words.label} onSubmit={(event) => { event.preventDefault(); run(findNext); }}>
      {/* With two fields, Enter submits only where there is a button for it. */}
      <input type="submit" hidden />
      <div className={css.line}>
        <div className={css.field}>
          <TextField label={words.label} labelHidden placeholder={words.label} type="search" value={wanted.search} onChange={(search) => { want({ ...wanted, search }); }} autoFocus testId="find-input" />
        </div>
        <span className={css.count} role="status" data-testid="find-count">{wanted.search === "" ? "" : none ? words.none : `${matches.current.toString()} / ${matches.count.toString()}`}</span>
        <IconButton label={words.caseSensitive} icon={<CaseSensitive />} on={wanted.caseSensitive} onPress={() => { want({ ...wanted, caseSensitive: !wanted.caseSensitive }); }} />
        <IconButton label={words.previous} icon={<ArrowUp />} shortcut="Shift+Enter" disabled={none} onPress={() => { run(findPrev); }} />
        <IconButton label={words.next} icon={<ArrowDown />} shortcut="Enter" disabled={none} onPress={() => { run(findNext); }} testId="find-next" />
        <IconButton label={kit.close} icon={<X />} shortcut="Esc" onPress={close} testId="find-close" />
      </div>
      {editable && (
        <div className={css.line}>
          <div className={css.field}>
            <TextField label={words.replace} labelHidden placeholder={words.replace} value={wanted.replace} onChange={(replace) => { want({ ...wanted, replace }); }} testId="replace-input" />
          </div>
          <IconButton label={words.replaceOne} icon={<Replace />} disabled={none} onPress={() => { run(replaceNext); }} testId="replace-one" />
          <IconButton label={words.replaceAll} icon={<ReplaceAll />} disabled={none} onPress={() => { run(replaceAll); }} testId="replace-all" />
        </div>
      )}
    </form>
  );
}
