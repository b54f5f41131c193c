import { FileText, History, MessageSquare } from "lucide-react";
import { useState } from "react";
import {
  Autocomplete, Dialog, Header, Input, ListBox, ListBoxItem, ListBoxSection, Modal, ModalOverlay, SearchField,
} from "react-aria-components";
import type { Hit } from "../backend/generated/Hit";
import type { Place } from "../backend/generated/Place";
import { call, toFailure } from "../backend/call";
import type { Failure } from "../backend/generated/Failure";
import { FailureNote } from "../kit/FailureNote";
import { useText } from "../text/use-text";
import { type Act, matching } from "./actions";
import css from "./Palette.module.css";

interface PaletteProps {
  open: boolean;
  onClose: () => void;
  actions: readonly Act[];
  onOpen: (place: Place) => void;
}

interface Found {
  query: string;
  hits: readonly Hit[];
  failure: Failure | null;
}

const nothingYet: Found = { query: "", hits: [], failure: null };
const pictures = { note: <FileText aria-hidden />, room: <MessageSquare aria-hidden />, conversation: <History aria-hidden /> };

/** Everything by keyboard: every action, and every note, room and conversation that is on this machine. */
export function Palette({ open, onClose, actions, onOpen }: PaletteProps) {
  return (
    <ModalOverlay isOpen={open} onOpenChange={(next) => { if (!next) onClose(); }} isDismissable className={css.scrim ?? ""}>
      <Modal className={css.modal ?? ""}>
        <Body onClose={onClose} actions={actions} onOpen={onOpen} />
      </Modal>
    </ModalOverlay>
  );
}

function Body({ onClose, actions, onOpen }: Omit<PaletteProps, "open">) {
  const { palette } = useText().app;
  const [query, setQuery] = useState("");
  const [found, setFound] = useState(nothingYet);
  const asked = query.trim();
  const search = (text: string) => {
    setQuery(text);
    const wanted = text.trim();
    if (wanted === "") { setFound(nothingYet); return; }
    // An answer that was overtaken is not shown: the query it belongs to is kept with it.
    call("search", wanted).then(
      (hits) => { setFound({ query: wanted, hits, failure: null }); },
      (error: unknown) => { setFound({ query: wanted, hits: [], failure: toFailure(error) }); },
    );
  };
  const shown = matching(actions, asked);
  const hits = asked === "" ? [] : found.hits;
  const act = (key: string) => {
    const hit = hits.find(({ place }) => keyOf(place) === key);
    onClose();
    if (hit) onOpen(hit.place);
    else actions.find(({ id }) => id === key)?.onAct();
  };
  return (
    <Dialog aria-label={palette.label} className={css.dialog ?? ""}>
      <Autocomplete inputValue={query} onInputChange={search}>
        <SearchField autoFocus aria-label={palette.label} className={css.field ?? ""}>
          <Input className={css.input ?? ""} placeholder={palette.placeholder} role="combobox" aria-expanded data-testid="palette-input" />
        </SearchField>
        <ListBox aria-label={palette.results} className={css.results ?? ""} onAction={(key) => { act(String(key)); }}>
          {hits.length > 0 && (
            <ListBoxSection>
              <Header className={css.head ?? ""}>{palette.found}</Header>
              {hits.map((hit) => (
                <ListBoxItem key={keyOf(hit.place)} id={keyOf(hit.place)} textValue={hit.title} className={css.item ?? ""}>
                  <span className={css.icon}>{pictures[hit.place.type]}</span>
                  <span className={css.words}>
                    <span className={css.title}>{hit.title}</span>
                    {hit.snippet && <span className={css.snippet}>{hit.snippet}</span>}
                  </span>
                  <span className={css.kind}>{palette.kinds[hit.place.type]}</span>
                </ListBoxItem>
              ))}
            </ListBoxSection>
          )}
          {shown.length > 0 && (
            <ListBoxSection>
              <Header className={css.head ?? ""}>{palette.actions}</Header>
              {shown.map((action) => (
                <ListBoxItem key={action.id} id={action.id} textValue={action.label} className={css.item ?? ""}>
                  <span className={css.icon} aria-hidden>{action.icon}</span>
                  <span className={css.title}>{action.label}</span>
                  {action.shortcut && <kbd className={css.kind}>{action.shortcut}</kbd>}
                </ListBoxItem>
              ))}
            </ListBoxSection>
          )}
        </ListBox>
      </Autocomplete>
      {found.failure && found.query === asked && <FailureNote failure={found.failure} onRetry={() => { search(query); }} />}
      {asked !== "" && found.query === asked && !found.failure && hits.length === 0 && shown.length === 0 && (
        <p className={css.nothing} role="status">{palette.nothing(asked)}</p>
      )}
    </Dialog>
  );
}

const keyOf = (place: Place): string => `${place.type}:${place.id}`;
