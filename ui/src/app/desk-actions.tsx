// What the palette offers: the actions that exist, each with the shortcut that does the same.
import { CircleHelp, FilePlus, KeyRound, LogOut, MessageSquare, Moon, NotebookText, PanelLeft, Plus, Send, Settings, ShieldCheck, Sparkles, Sun, SunMoon } from "lucide-react";
import { call } from "../backend/call";
import type { Account } from "../backend/generated/Account";
import type { Settings as Chosen } from "../backend/generated/Settings";
import type { Theme } from "../backend/generated/Theme";
import type { Action } from "../kit/use-action";
import type { AppText } from "../text/en/app";
import type { Act } from "./actions";
import type { Side, View } from "./view";

interface Desk {
  text: AppText;
  account: Extract<Account, { type: "open" }>;
  settings: Chosen;
  change: (next: Partial<View>) => void;
  toggleList: () => void;
  toggleSide: (side: Side) => void;
  newNote: () => void;
  run: Action["run"];
}

const themes: readonly Theme[] = ["system", "light", "dark"];
const suns = { system: <SunMoon />, light: <Sun />, dark: <Moon /> };

/** The actions of a desk, in the order they are offered. */
export const deskActions = ({ text: { palette, parts, settings: words }, account, settings, change, toggleList, toggleSide, newNote, run }: Desk): Act[] => {
  const notes: Act[] = account.parts.notes === "absent" ? [] : [
    { id: "new-note", label: palette.newNote, icon: <FilePlus />, shortcut: "Ctrl+N", onAct: newNote },
    { id: "go-notes", label: palette.goTo(parts.notes), icon: <NotebookText />, shortcut: "Ctrl+1", onAct: () => { change({ part: "notes", list: true }); } },
  ];
  const chat: Act[] = account.parts.chat === "absent" ? [] : [
    { id: "go-chat", label: palette.goTo(parts.chat), icon: <MessageSquare />, shortcut: "Ctrl+2", onAct: () => { change({ part: "chat", list: true }); } },
  ];
  const assistant: Act[] = account.parts.assistant === "absent" ? [] : [
    { id: "assistant", label: palette.toggleAssistant, icon: <Sparkles />, shortcut: "Ctrl+J", onAct: () => { toggleSide("assistant"); } },
    { id: "new-conversation", label: palette.newConversation, icon: <Plus />, onAct: () => { change({ side: "assistant", conversation: null }); } },
  ];
  const section = (id: string, label: string, icon: Act["icon"], to: View["section"]): Act => ({
    id, label, ...(icon && { icon }), onAct: () => { change({ overlay: "settings", section: to }); },
  });
  return [
    ...notes,
    ...chat,
    ...assistant,
    { id: "list", label: palette.toggleList, icon: <PanelLeft />, shortcut: "Ctrl+B", onAct: () => { toggleList(); } },
    { id: "outbox", label: palette.retryOutbox, icon: <Send />, onAct: () => { run(() => call("outbox_retry", null)); } },
    { ...section("settings", palette.settings, <Settings />, "general"), shortcut: "Ctrl+," },
    section("policies", palette.policies, <ShieldCheck />, "policies"),
    section("recovery", palette.recoveryKey, <KeyRound />, "recovery"),
    ...themes.map((theme): Act => ({
      id: `theme-${theme}`,
      label: palette.theme(words.themes[theme]),
      icon: suns[theme],
      onAct: () => { run(() => call("settings_change", { ...settings, theme })); },
    })),
    { id: "help", label: palette.help, icon: <CircleHelp />, shortcut: "?", onAct: () => { change({ overlay: "help" }); } },
    section("sign-out", palette.signOut, <LogOut />, "account"),
  ];
};
