import type { Part } from "../../backend/generated/Part";
import type { Parts } from "../../backend/generated/Parts";
import type { Theme } from "../../backend/generated/Theme";
import type { Why } from "../../backend/generated/Why";
import type { AppText } from "../en/app";
import { count } from "../format";

const n = count("de");

const why: Record<Why["type"], string> = {
  sending: "Wird gesendet",
  offline: "Wartet auf eine Verbindung",
  signedOut: "Wartet, bis Sie sich wieder anmelden",
  throttled: "Der Server bittet um etwas Geduld",
  lockedByOther: "Jemand anderes bearbeitet es gerade. Ihre Änderung geht danach hinaus",
  forbidden: "Sie dürfen dort nicht mehr schreiben. Kopieren Sie Ihren Text oder bitten Sie um Zugriff",
  gone: "Auf dem Server gelöscht. Ihr Text ist hier noch vorhanden",
  tooLarge: "Zu groß für den Server. Kürzen oder teilen Sie den Text",
  fileRefused: "Eine Datei wurde vom Server nicht angenommen. Öffnen Sie die Notiz",
  commentRefused: "Ein Kommentar wurde vom Server nicht angenommen. Öffnen Sie die Notiz",
  serverTrouble: "Der Server hat eine Störung. Es wird von selbst erneut versucht",
};

const theme: Record<Theme, string> = { system: "Wie das System", light: "Hell", dark: "Dunkel" };
const partState: Record<Part, string> = { ready: "Angemeldet", signedOut: "Nicht angemeldet", absent: "Von Ihrer Behörde nicht angeboten" };
const parts: Record<keyof Parts, string> = { notes: "Notizen", chat: "Chat", assistant: "Assistent" };

export const app: AppText = {
  rail: "Bereiche des Schreibtischs",
  parts,
  partState,
  settingsButton: "Einstellungen",
  searchButton: "Suchen und handeln",
  accountButton: (name) => `Konto: ${name}`,
  showList: "Liste anzeigen",
  hideList: "Liste ausblenden",
  resizeList: "Breite der Liste",
  resizeSide: "Breite des Seitenbereichs",
  needsYou: (part) => `${part}: Bitte werden Sie tätig`,
  failed: "Das hat nicht geklappt",
  unread: (messages) => n(messages, { one: "# ungelesen", other: "# ungelesen" }),
  absent: {
    title: (part) => `${part}: bei dieser Behörde nicht vorhanden`,
    advice: "Ihre Behörde bietet diesen Bereich nicht an. Die anderen funktionieren wie gewohnt.",
  },
  status: {
    label: "Verbindung und Postausgang",
    silent: "Alles ist gespeichert und gesendet.",
    offline: (when) => `Offline seit ${when}`,
    signedOut: (when) => `Abgemeldet seit ${when}`,
    partSignedOut: (part) => `Nicht angemeldet: ${part}`,
    sending: (changes) => n(changes, { one: "# Änderung wird gesendet", other: "# Änderungen werden gesendet" }),
    waiting: (changes) => n(changes, { one: "# Änderung wartet", other: "# Änderungen warten" }),
    stuck: (changes) => n(changes, { one: "# Änderung braucht Sie", other: "# Änderungen brauchen Sie" }),
    saved: "alles ist auf diesem Computer gespeichert",
    signIn: "Erneut anmelden",
  },
  outbox: {
    title: "Postausgang",
    empty: "Nichts wartet. Alles, was Sie geschrieben haben, ist auf diesem Computer gespeichert und bei Ihrer Behörde angekommen.",
    offline: "Sie können weiterarbeiten. Was Sie schreiben, wird hier gespeichert und der Reihe nach gesendet, sobald die Verbindung wieder da ist.",
    signedOut: "Sie können weiterarbeiten. Was Sie schreiben, wird hier gespeichert und gesendet, nachdem Sie sich wieder angemeldet haben.",
    changes: (changes) => n(changes, { one: "# Änderung", other: "# Änderungen" }),
    since: (when) => `seit ${when}`,
    untitled: "Ohne Titel",
    retry: "Jetzt erneut versuchen",
    open: (title) => `${title} öffnen`,
    why,
  },
  palette: {
    label: "Suchen und handeln",
    placeholder: "Notizen und Räume suchen oder eine Aktion eingeben",
    results: "Ergebnisse",
    actions: "Aktionen",
    found: "Notizen, Räume und Unterhaltungen",
    nothing: (query) => `Nichts passt zu „${query}“. Durchsucht wird nur, was auf diesem Computer liegt.`,
    kinds: { note: "Notiz", room: "Raum", conversation: "Unterhaltung" },
    newNote: "Neue Notiz",
    goTo: (part) => `Gehe zu: ${part}`,
    toggleAssistant: "Assistenten ein- oder ausblenden",
    newConversation: "Neue Unterhaltung mit dem Assistenten",
    toggleList: "Liste ein- oder ausblenden",
    retryOutbox: "Postausgang jetzt senden",
    settings: "Einstellungen öffnen",
    policies: "Über Richtlinien",
    recoveryKey: "Wiederherstellungsschlüssel erstellen",
    help: "Tastenkürzel",
    theme: (name) => `Farben: ${name}`,
    signOut: "Abmelden",
  },
  help: {
    title: "Tastenkürzel",
    everywhere: "Überall",
    palette: "Suchen und handeln",
    panes: "Nächster Bereich, mit Umschalt der vorige",
    list: "Liste ein- oder ausblenden, außerhalb eines Textes",
    notes: "Notizen",
    chat: "Chat",
    assistant: "Assistent",
    find: "In der offenen Notiz suchen",
    newNote: "Neue Notiz",
    settings: "Einstellungen",
    back: "Ein Schritt zurück",
    help: "Diese Übersicht",
    move: "In einer Liste oder einem Baum bewegen",
  },
  settings: {
    title: "Einstellungen",
    sections: { general: "Allgemein", account: "Konto", recovery: "Wiederherstellungs­schlüssel", policies: "Über Richtlinien" },
    language: "Sprache",
    systemLanguage: "Wie das System",
    theme: "Farben",
    themes: theme,
    version: (version) => `Attaché ${version}`,
    policiesIntro: "Diese Einstellungen legt Ihre IT-Abteilung fest. Sie lassen sich hier nicht ändern.",
    noPolicies: "Auf diesem Computer wird nichts verwaltet. Alle Einstellungen liegen bei Ihnen.",
    policyName: "Einstellung",
    policyValue: "Wert",
    policyOrigin: "Festgelegt in",
  },
  crash: {
    title: "Dieser Teil des Fensters ist ausgefallen.",
    advice: "Was Sie geschrieben haben, ist gespeichert. Zeigen Sie ihn erneut an; passiert es wieder, senden Sie die Details an Ihre IT-Abteilung.",
    again: "Erneut anzeigen",
  },
};
