import type { ReactElement } from "react";
import { CircleUser, MessageSquare, NotebookText, Search, Settings, Sparkles } from "lucide-react";
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
  const button = (part: keyof Parts, icon: ReactElement, shortcut: string, on: boolean, onPress: () => void) =>
    parts[part] === "absent" ? null : (
      <div className={css.part}>
        <IconButton size="large" placement="right" label={app.parts[part]} icon={icon} shortcut={shortcut} on={on} onPress={onPress} testId={`rail-${part}`} />
        {parts[part] === "signedOut" && <span className={css.attention} role="img" aria-label={app.needsYou(app.parts[part])} />}
        {part === "chat" && unread.chat > 0 && parts.chat === "ready" && <span className={css.unread} aria-hidden />}
      </div>
    );
  return (
    <nav className={css.rail} aria-label={app.rail} data-pane tabIndex={-1}>
      {button("notes", <NotebookText />, "Ctrl+1", view.part === "notes", () => { onPart("notes"); })}
      {button("chat", <MessageSquare />, "Ctrl+2", view.part === "chat", () => { onPart("chat"); })}
      {button("assistant", <Sparkles />, "Ctrl+J", view.assistant, onAssistant)}
      <IconButton size="large" placement="right" label={app.searchButton} icon={<Search />} shortcut="Ctrl+K" onPress={onSearch} testId="rail-search" />
      <span className={css.space} />
      <IconButton size="large" placement="right" label={app.settingsButton} icon={<Settings />} shortcut="Ctrl+," onPress={onSettings} testId="rail-settings" />
      <Menu label={app.accountButton(name)} groups={accountMenu} placement="right bottom">
        <IconButton size="large" placement="right" label={app.accountButton(name)} icon={<CircleUser />} testId="rail-account" />
      </Menu>
    </nav>
  );
}
