import type { Part } from "../../backend/generated/Part";
import type { Parts } from "../../backend/generated/Parts";
import type { Theme } from "../../backend/generated/Theme";
import type { Why } from "../../backend/generated/Why";
import type { AppText } from "../en/app";
import { count } from "../format";

const n = count("fr");

const why: Record<Why["type"], string> = {
  sending: "Envoi en cours",
  offline: "En attente d’une connexion",
  signedOut: "En attente de votre reconnexion",
  throttled: "Le serveur demande de patienter un peu",
  lockedByOther: "Quelqu’un d’autre est en train d’écrire. Votre modification partira ensuite",
  forbidden: "Vous n’avez plus le droit d’y écrire. Copiez votre texte ou demandez l’accès",
  gone: "Supprimé sur le serveur. Votre texte est toujours ici",
  tooLarge: "Trop volumineux pour le serveur. Raccourcissez ou divisez",
  fileRefused: "Un fichier n’a pas été accepté par le serveur. Ouvrez la note pour décider",
  commentRefused: "Un commentaire n’a pas été accepté par le serveur. Ouvrez la note pour décider",
  serverTrouble: "Le serveur rencontre un problème. Un nouvel essai se fera tout seul",
};

const theme: Record<Theme, string> = { system: "Comme le système", light: "Clair", dark: "Sombre" };
const partState: Record<Part, string> = { ready: "Connecté", signedOut: "Non connecté", absent: "Non proposé par votre administration" };
const parts: Record<keyof Parts, string> = { notes: "Notes", chat: "Messagerie", assistant: "Assistant" };

export const app: AppText = {
  rail: "Parties du bureau",
  parts,
  partState,
  settingsButton: "Paramètres",
  searchButton: "Chercher et agir",
  accountButton: (name) => `Compte : ${name}`,
  showList: "Afficher la liste",
  hideList: "Masquer la liste",
  resizeList: "Largeur de la liste",
  resizeSide: "Largeur du volet latéral",
  needsYou: (part) => `${part} : une action de votre part est nécessaire`,
  failed: "Cela n’a pas fonctionné",
  unread: (messages) => n(messages, { one: "# non lu", other: "# non lus" }),
  absent: {
    title: (part) => `${part} : absent de cette administration`,
    advice: "Votre administration ne propose pas cette partie. Les autres fonctionnent comme d’habitude.",
  },
  status: {
    label: "Connexion et envois",
    silent: "Tout est enregistré et envoyé.",
    offline: (when) => `Hors ligne depuis ${when}`,
    signedOut: (when) => `Déconnecté depuis ${when}`,
    partSignedOut: (part) => `Non connecté : ${part}`,
    sending: (changes) => n(changes, { one: "# modification en cours d’envoi", other: "# modifications en cours d’envoi" }),
    waiting: (changes) => n(changes, { one: "# modification en attente", other: "# modifications en attente" }),
    stuck: (changes) => n(changes, { one: "# modification demande votre attention", other: "# modifications demandent votre attention" }),
    saved: "tout est enregistré sur cet ordinateur",
    signIn: "Se reconnecter",
  },
  outbox: {
    title: "Boîte d’envoi",
    empty: "Rien n’attend. Tout ce que vous avez écrit est enregistré sur cet ordinateur et parvenu à votre administration.",
    offline: "Vous pouvez continuer à travailler. Ce que vous écrivez est enregistré ici et partira dans l’ordre au retour de la connexion.",
    signedOut: "Vous pouvez continuer à travailler. Ce que vous écrivez est enregistré ici et partira après votre reconnexion.",
    changes: (changes) => n(changes, { one: "# modification", other: "# modifications" }),
    since: (when) => `depuis ${when}`,
    untitled: "Sans titre",
    retry: "Réessayer maintenant",
    open: (title) => `Ouvrir ${title}`,
    why,
  },
  palette: {
    label: "Chercher et agir",
    placeholder: "Cherchez une note, un salon, ou saisissez une action",
    results: "Résultats",
    actions: "Actions",
    found: "Notes, salons et conversations",
    nothing: (query) => `Rien ne correspond à « ${query} ». Seul le contenu de cet ordinateur est consulté.`,
    kinds: { note: "Note", room: "Salon", conversation: "Conversation" },
    newNote: "Nouvelle note",
    goTo: (part) => `Aller à : ${part}`,
    toggleAssistant: "Afficher ou masquer l’assistant",
    newConversation: "Nouvelle conversation avec l’assistant",
    toggleList: "Afficher ou masquer la liste",
    retryOutbox: "Envoyer maintenant ce qui attend",
    settings: "Ouvrir les paramètres",
    policies: "À propos des règles",
    recoveryKey: "Créer une clé de récupération",
    help: "Raccourcis clavier",
    theme: (name) => `Couleurs : ${name}`,
    signOut: "Se déconnecter",
  },
  help: {
    title: "Raccourcis clavier",
    everywhere: "Partout",
    palette: "Chercher et agir",
    panes: "Volet suivant, précédent avec Maj",
    list: "Afficher ou masquer la liste, hors d’un texte",
    notes: "Notes",
    chat: "Messagerie",
    assistant: "Assistant",
    find: "Rechercher dans la note ouverte",
    newNote: "Nouvelle note",
    settings: "Paramètres",
    back: "Un pas en arrière",
    help: "Cette page",
    move: "Se déplacer dans une liste ou une arborescence",
  },
  settings: {
    title: "Paramètres",
    sections: { general: "Général", account: "Compte", recovery: "Clé de récupération", policies: "À propos des règles" },
    language: "Langue",
    systemLanguage: "Comme le système",
    theme: "Couleurs",
    themes: theme,
    version: (version) => `Attaché ${version}`,
    policiesIntro: "Ces paramètres sont fixés par votre service informatique. Ils ne peuvent pas être modifiés ici.",
    noPolicies: "Rien n’est géré sur cet ordinateur. Tous les paramètres sont les vôtres.",
    policyName: "Paramètre",
    policyValue: "Valeur",
    policyOrigin: "Défini dans",
  },
  crash: {
    title: "Cette partie de la fenêtre s’est arrêtée.",
    advice: "Ce que vous avez écrit est enregistré. Affichez-la de nouveau ; si cela se reproduit, transmettez les détails à votre service informatique.",
    again: "Afficher de nouveau",
  },
};
