import type { ReactElement } from "react";
import { CircleUser, MessageSquare, NotebookText, Search, Settings, Sparkles } from "lucide-react";
import type { Part } from "../backend/generated/Part";
import type { Parts } from "../backend/generated/Parts";
import { IconButton } from "../kit/IconButton";
import { Menu, type MenuEntry } from "../kit/Menu";
import { useText } from "../text/use-text";
import css from "./Rail.module.css";
import type { MainPart, View } from "./view";

interface RailProps {
  view: View;
  parts: Parts;
  name: string;
  accountMenu: readonly (readonly MenuEntry[])[];
  /** What has not been read, by part. */
  unread: Readonly<Record<MainPart, number>>;
  onPart: (part: MainPart) => void;
  onAssistant: () => void;
  onSearch: () => void;
  onSettings: () => void;
}

/** The parts and the account. */
export function Rail({ view, parts, name, accountMenu, unread, onPart, onAssistant, onSearch, onSettings }: RailProps) {
  const { app } = useText();
  return (
    <nav className={css.rail} aria-label={app.rail} data-pane tabIndex={-1}>
      <PartButton part="notes" state={parts.notes} icon={<NotebookText />} shortcut="Ctrl+1" on={view.part === "notes"} unread={unread.notes} onPress={() => { onPart("notes"); }} />
      <PartButton part="chat" state={parts.chat} icon={<MessageSquare />} shortcut="Ctrl+2" on={view.part === "chat"} unread={unread.chat} onPress={() => { onPart("chat"); }} />
      <PartButton part="assistant" state={parts.assistant} icon={<Sparkles />} shortcut="Ctrl+J" on={view.side === "assistant"} unread={0} onPress={onAssistant} />
      <IconButton size="large" placement="right" label={app.searchButton} icon={<Search />} shortcut="Ctrl+K" onPress={onSearch} testId="rail-search" />
      <span className={css.space} />
      <IconButton size="large" placement="right" label={app.settingsButton} icon={<Settings />} shortcut="Ctrl+," onPress={onSettings} testId="rail-settings" />
      <Menu label={app.accountButton(name)} groups={accountMenu} placement="right bottom">
        <IconButton size="large" placement="right" label={app.accountButton(name)} icon={<CircleUser />} testId="rail-account" />
      </Menu>
    </nav>
  );
}

interface PartButtonProps {
  part: keyof Parts;
  state: Part;
  icon: ReactElement;
  shortcut: string;
  on: boolean;
  unread: number;
  onPress: () => void;
}

function PartButton({ part, state, icon, shortcut, on, unread, onPress }: PartButtonProps) {
  const { app } = useText();
  if (state === "absent") return null;
  return (
    <div className={css.part}>
      <IconButton size="large" placement="right" label={app.parts[part]} icon={icon} shortcut={shortcut} on={on} onPress={onPress} testId={`rail-${part}`} />
      {state === "signedOut" && <span className={css.attention} role="img" aria-label={app.needsYou(app.parts[part])} />}
      {state === "ready" && unread > 0 && <span className={css.unread} role="img" aria-label={app.unread(unread)} />}
    </div>
  );
}
