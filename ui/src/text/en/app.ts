import type { Part } from "../../backend/generated/Part";
import type { Parts } from "../../backend/generated/Parts";
import type { Theme } from "../../backend/generated/Theme";
import type { Why } from "../../backend/generated/Why";
import { count } from "../format";

const n = count("en");

const why: Record<Why["type"], string> = {
  sending: "Being sent",
  offline: "Waits for a connection",
  signedOut: "Waits until you sign in again",
  throttled: "The server asked to wait a little",
  lockedByOther: "Someone else is editing it. Your change goes when they are done",
  forbidden: "You no longer may write there. Copy your text or ask for access",
  gone: "It was deleted on the server. Your text is still here",
  tooLarge: "Too large for the server. Make it shorter or split it",
  fileRefused: "A file was not taken by the server. Open the note to decide",
  commentRefused: "A comment was not taken by the server. Open the note to decide",
  serverTrouble: "The server has trouble. It is tried again by itself",
};

const theme: Record<Theme, string> = { system: "Like the system", light: "Light", dark: "Dark" };
const partState: Record<Part, string> = { ready: "Signed in", signedOut: "Not signed in", absent: "Not offered by your agency" };
const parts: Record<keyof Parts, string> = { notes: "Notes", chat: "Chat", assistant: "Assistant" };

export const app = {
  rail: "Parts of the desk",
  parts,
  partState,
  settingsButton: "Settings",
  searchButton: "Search and act",
  accountButton: (name: string) => `Account: ${name}`,
  showList: "Show the list",
  hideList: "Hide the list",
  resizeList: "Width of the list",
  resizeSide: "Width of the side pane",
  needsYou: (part: string) => `${part}: needs you`,
  failed: "That did not work",
  unread: (messages: number) => n(messages, { one: "# not read", other: "# not read" }),
  absent: {
    title: (part: string) => `${part}: not part of this agency`,
    advice: "Your agency does not offer this part. The others work as usual.",
  },
  status: {
    label: "Connection and outbox",
    silent: "Everything is saved and sent.",
    offline: (when: string) => `Offline since ${when}`,
    signedOut: (when: string) => `Signed out since ${when}`,
    partSignedOut: (part: string) => `Not signed in to: ${part}`,
    sending: (changes: number) => n(changes, { one: "# change is being sent", other: "# changes are being sent" }),
    waiting: (changes: number) => n(changes, { one: "# change waits", other: "# changes wait" }),
    stuck: (changes: number) => n(changes, { one: "# change needs you", other: "# changes need you" }),
    saved: "everything is saved on this computer",
    signIn: "Sign in again",
  },
  outbox: {
    title: "Outbox",
    empty: "Nothing waits. Everything you wrote is saved on this computer and has reached your agency.",
    offline: "You can go on working. What you write is saved here and is sent in order when the connection is back.",
    signedOut: "You can go on working. What you write is saved here and is sent after you have signed in again.",
    changes: (changes: number) => n(changes, { one: "# change", other: "# changes" }),
    since: (when: string) => `since ${when}`,
    untitled: "Untitled",
    retry: "Try again now",
    open: (title: string) => `Open ${title}`,
    why,
  },
  palette: {
    label: "Search and act",
    placeholder: "Search notes and rooms, or type an action",
    results: "Results",
    actions: "Actions",
    found: "Notes, rooms and conversations",
    nothing: (query: string) => `Nothing matches “${query}”. Only what is on this computer is searched.`,
    kinds: { note: "Note", room: "Room", conversation: "Conversation" },
    newNote: "New note",
    goTo: (part: string) => `Go to ${part}`,
    toggleAssistant: "Show or hide the assistant",
    newConversation: "New conversation with the assistant",
    toggleList: "Show or hide the list",
    retryOutbox: "Send the outbox now",
    settings: "Open the settings",
    policies: "About policies",
    recoveryKey: "Make a recovery key",
    help: "Keyboard shortcuts",
    theme: (name: string) => `Colours: ${name}`,
    signOut: "Sign out",
  },
  help: {
    title: "Keyboard shortcuts",
    everywhere: "Everywhere",
    palette: "Search and act",
    panes: "Next pane, previous with Shift",
    list: "Show or hide the list, outside of a text",
    notes: "Notes",
    chat: "Chat",
    assistant: "Assistant",
    find: "Find in the open note",
    newNote: "New note",
    settings: "Settings",
    back: "One step back",
    help: "This sheet",
    move: "Move within a list or a tree",
  },
  settings: {
    title: "Settings",
    sections: { general: "General", account: "Account", recovery: "Recovery key", policies: "About policies" },
    language: "Language",
    systemLanguage: "Like the system",
    theme: "Colours",
    themes: theme,
    version: (version: string) => `Attaché ${version}`,
    policiesIntro: "These settings are set by your IT department. They cannot be changed here.",
    noPolicies: "Nothing is managed on this computer. All settings are yours.",
    policyName: "Setting",
    policyValue: "Value",
    policyOrigin: "Set in",
  },
  crash: {
    title: "This part of the window stopped working.",
    advice: "What you wrote is saved. Draw it again; if it happens once more, send the details to your IT department.",
    again: "Draw it again",
  },
};

export type AppText = typeof app;
