import type { Part } from "../../backend/generated/Part";
import type { Parts } from "../../backend/generated/Parts";
import type { Theme } from "../../backend/generated/Theme";
import type { Why } from "../../backend/generated/Why";
import type { AppText } from "../en/app";
import { count } from "../format";

const n = count("nl");

const why: Record<Why["type"], string> = {
  sending: "Wordt verzonden",
  offline: "Wacht op een verbinding",
  signedOut: "Wacht tot u zich weer aanmeldt",
  throttled: "De server vraagt om even te wachten",
  lockedByOther: "Iemand anders is aan het bewerken. Uw wijziging gaat daarna weg",
  forbidden: "U mag hier niet meer schrijven. Kopieer uw tekst of vraag om toegang",
  gone: "Op de server verwijderd. Uw tekst staat hier nog",
  tooLarge: "Te groot voor de server. Kort de tekst in of splits hem",
  fileRefused: "Een bestand is niet door de server aangenomen. Open de notitie",
  commentRefused: "Een opmerking is niet door de server aangenomen. Open de notitie",
  serverTrouble: "De server heeft een storing. Er wordt vanzelf opnieuw geprobeerd",
};

const theme: Record<Theme, string> = { system: "Zoals het systeem", light: "Licht", dark: "Donker" };
const partState: Record<Part, string> = { ready: "Aangemeld", signedOut: "Niet aangemeld", absent: "Niet aangeboden door uw organisatie" };
const parts: Record<keyof Parts, string> = { notes: "Notities", chat: "Chat", assistant: "Assistent" };

export const app: AppText = {
  rail: "Onderdelen van het bureau",
  parts,
  partState,
  settingsButton: "Instellingen",
  searchButton: "Zoeken en doen",
  accountButton: (name) => `Account: ${name}`,
  showList: "Lijst tonen",
  hideList: "Lijst verbergen",
  resizeList: "Breedte van de lijst",
  resizeSide: "Breedte van het zijpaneel",
  needsYou: (part) => `${part}: uw actie is nodig`,
  failed: "Dat is niet gelukt",
  unread: (messages) => n(messages, { one: "# ongelezen", other: "# ongelezen" }),
  absent: {
    title: (part) => `${part}: niet bij deze organisatie`,
    advice: "Uw organisatie biedt dit onderdeel niet aan. De andere werken zoals altijd.",
  },
  status: {
    label: "Verbinding en postvak uit",
    silent: "Alles is opgeslagen en verzonden.",
    offline: (when) => `Offline sinds ${when}`,
    signedOut: (when) => `Afgemeld sinds ${when}`,
    partSignedOut: (part) => `Niet aangemeld: ${part}`,
    sending: (changes) => n(changes, { one: "# wijziging wordt verzonden", other: "# wijzigingen worden verzonden" }),
    waiting: (changes) => n(changes, { one: "# wijziging wacht", other: "# wijzigingen wachten" }),
    stuck: (changes) => n(changes, { one: "# wijziging vraagt uw aandacht", other: "# wijzigingen vragen uw aandacht" }),
    saved: "alles is op deze computer opgeslagen",
    signIn: "Opnieuw aanmelden",
  },
  outbox: {
    title: "Postvak uit",
    empty: "Er wacht niets. Alles wat u hebt geschreven, is op deze computer opgeslagen en bij uw organisatie aangekomen.",
    offline: "U kunt doorwerken. Wat u schrijft, wordt hier opgeslagen en op volgorde verzonden zodra de verbinding terug is.",
    signedOut: "U kunt doorwerken. Wat u schrijft, wordt hier opgeslagen en verzonden nadat u zich weer hebt aangemeld.",
    changes: (changes) => n(changes, { one: "# wijziging", other: "# wijzigingen" }),
    since: (when) => `sinds ${when}`,
    untitled: "Zonder titel",
    retry: "Nu opnieuw proberen",
    open: (title) => `${title} openen`,
    why,
  },
  palette: {
    label: "Zoeken en doen",
    placeholder: "Zoek notities en ruimtes, of typ een actie",
    results: "Resultaten",
    actions: "Acties",
    found: "Notities, ruimtes en gesprekken",
    nothing: (query) => `Niets gevonden voor ‘${query}’. Er wordt alleen gezocht in wat op deze computer staat.`,
    kinds: { note: "Notitie", room: "Ruimte", conversation: "Gesprek" },
    newNote: "Nieuwe notitie",
    goTo: (part) => `Ga naar: ${part}`,
    toggleAssistant: "Assistent tonen of verbergen",
    newConversation: "Nieuw gesprek met de assistent",
    toggleList: "Lijst tonen of verbergen",
    retryOutbox: "Postvak uit nu verzenden",
    settings: "Instellingen openen",
    policies: "Over beleid",
    recoveryKey: "Herstelsleutel maken",
    help: "Sneltoetsen",
    theme: (name) => `Kleuren: ${name}`,
    signOut: "Afmelden",
  },
  help: {
    title: "Sneltoetsen",
    everywhere: "Overal",
    palette: "Zoeken en doen",
    panes: "Volgend paneel, met Shift het vorige",
    list: "De lijst tonen of verbergen, buiten een tekst",
    notes: "Notities",
    chat: "Chat",
    assistant: "Assistent",
    find: "Zoeken in de geopende notitie",
    newNote: "Nieuwe notitie",
    settings: "Instellingen",
    back: "Een stap terug",
    help: "Dit overzicht",
    move: "Bewegen in een lijst of boom",
  },
  settings: {
    title: "Instellingen",
    sections: { general: "Algemeen", account: "Account", recovery: "Herstelsleutel", policies: "Over beleid" },
    language: "Taal",
    systemLanguage: "Zoals het systeem",
    theme: "Kleuren",
    themes: theme,
    version: (version) => `Attaché ${version}`,
    policiesIntro: "Deze instellingen zijn door uw IT-afdeling vastgelegd. U kunt ze hier niet wijzigen.",
    noPolicies: "Op deze computer wordt niets beheerd. Alle instellingen zijn aan u.",
    policyName: "Instelling",
    policyValue: "Waarde",
    policyOrigin: "Vastgelegd in",
  },
  crash: {
    title: "Dit deel van het venster is gestopt.",
    advice: "Wat u hebt geschreven, is opgeslagen. Toon het opnieuw; gebeurt het weer, stuur de details dan naar uw IT-afdeling.",
    again: "Opnieuw tonen",
  },
};
