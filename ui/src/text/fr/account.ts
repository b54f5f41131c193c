import type { Keep } from "../../backend/generated/Keep";
import type { RefusalReason } from "../../backend/generated/RefusalReason";
import type { SignInStep } from "../../backend/generated/SignInStep";
import type { Surface } from "../../backend/generated/Surface";
import type { Trouble } from "../../backend/generated/Trouble";
import type { AccountText } from "../en/account";
import type { FailureText } from "../en/kit";

const refusals: Record<RefusalReason, FailureText> = {
  cancelled: { title: "La connexion n’a pas été menée à son terme.", advice: "Vous pouvez recommencer quand vous voulez." },
  timedOut: { title: "La connexion a pris trop de temps.", advice: "Elle a été interrompue par sécurité. Veuillez recommencer." },
  offline: { title: "Votre administration est injoignable.", advice: "Vérifiez le réseau, puis réessayez." },
  certificate: { title: "Le serveur n’a pas pu prouver son identité.", advice: "Son certificat n’est pas reconnu sur cet ordinateur ; rien n’a donc été transmis. Prévenez votre service informatique." },
  tooWeak: { title: "Une connexion plus forte est exigée.", advice: "Connectez-vous avec votre carte, votre clé de sécurité ou votre second facteur, comme le demande votre administration." },
  wrongAgent: { title: "C’était le compte d’une autre personne.", advice: "Ce bureau appartient à quelqu’un d’autre. Connectez-vous avec votre propre compte ou ajoutez-en un second." },
  refused: { title: "Votre administration a refusé l’accès.", advice: "Votre compte n’y a peut-être pas droit. Adressez-vous à votre service informatique." },
  broken: { title: "Votre administration a répondu d’une façon qu’Attaché ne comprend pas.", advice: "Réessayez. Si le problème persiste, transmettez les détails à votre service informatique." },
};

const troubles: Record<Trouble, FailureText & { again: string }> = {
  keyringAbsent: { title: "Il n’y a pas de trousseau sur cet ordinateur", advice: "Votre bureau est chiffré et sa clé se trouve dans le trousseau du système. Aucun n’est actif. Demandez à votre service informatique d’en installer un, puis réessayez.", again: "Réessayer" },
  keyringLocked: { title: "Votre trousseau est verrouillé", advice: "Votre bureau est chiffré et sa clé se trouve dans le trousseau du système. Déverrouillez-le lorsque le système vous le demande ; votre bureau s’ouvrira.", again: "Déverrouiller et ouvrir" },
  keyLost: { title: "La clé de votre bureau a disparu", advice: "Le trousseau du système ne la contient plus. Avec votre clé de récupération, tout s’ouvre de nouveau.", again: "Chercher de nouveau" },
  corrupt: { title: "Votre bureau est endommagé", advice: "Le fichier qui le contient est illisible. Rien n’a été modifié. Demandez à votre service informatique une sauvegarde de cet ordinateur avant de repartir de zéro.", again: "Réessayer" },
  tooNew: { title: "Votre bureau a été utilisé avec un Attaché plus récent", advice: "Cette version ne sait pas le lire. Installez la version plus récente ; rien n’est perdu.", again: "Réessayer" },
  notWritable: { title: "Impossible d’écrire dans votre bureau", advice: "Attaché n’a pas le droit d’écrire dans son dossier. Demandez cet accès à votre service informatique, puis réessayez.", again: "Réessayer" },
  diskFull: { title: "Le disque est plein", advice: "Votre bureau ne peut s’ouvrir sans un peu d’espace libre. Supprimez ce dont vous n’avez plus besoin, puis réessayez.", again: "Réessayer" },
  inUse: { title: "Votre bureau est ouvert ailleurs", advice: "Un autre Attaché utilise ce bureau, peut-être dans une autre session de cet ordinateur. Fermez-le, puis réessayez.", again: "Réessayer" },
};

const steps: Record<SignInStep, string> = {
  finding: "Recherche de votre administration",
  identity: "Votre identité",
  notes: "Ouverture des notes",
  chat: "Ouverture de la messagerie",
  storing: "Mise en sécurité sur cet ordinateur",
};

const surfaces: Record<Surface, string> = {
  browser: "Continuez dans votre navigateur. Cette fenêtre vous attend.",
  window: "Continuez dans la fenêtre de connexion. Si vous ne la voyez pas, elle est peut-être derrière celle-ci.",
};

const keeps: Record<Keep, FailureText> = {
  vault: { title: "Conserver ce qui est sur cet ordinateur", advice: "Tout reste chiffré. À votre prochaine connexion, vous retrouverez tout, y compris ce qui n’a pas encore été envoyé." },
  nothing: { title: "Tout effacer de cet ordinateur", advice: "Les notes, messages et réponses sont supprimés ici. Ce qui n’a pas encore été envoyé est perdu définitivement." },
};

export const account: AccountText = {
  refusals,
  troubles,
  steps,
  surfaces,
  keeps,
  welcome: {
    title: "Vos notes, votre messagerie et votre assistant, sur un seul bureau",
    intro: "Choisissez votre administration. La connexion se fait chez elle ; Attaché ne voit jamais votre mot de passe.",
    agencies: "Administrations",
    signInAt: (host) => `Connexion sur ${host}`,
    none: "Aucune administration n’est encore connue sur cet ordinateur. Trouvez la vôtre avec votre adresse professionnelle.",
    byEmail: "Chercher par adresse",
    email: "Adresse électronique professionnelle",
    emailHint: "Seule la partie après @ est utilisée.",
    emailInvalid: "Saisissez une adresse telle que nom@administration.example.",
    find: "Chercher",
    notFound: "Aucune administration ne correspond à cette adresse.",
    notFoundAdvice: "Vérifiez l’adresse ou demandez un fichier de profil à votre service informatique.",
    noAnswer: "Rien ne répond à cette adresse.",
    noAnswerAdvice: "Vérifiez son orthographe et votre connexion, puis réessayez.",
    byFile: "Ajouter un fichier de profil",
    fileHint: "Votre service informatique vous remet ce fichier. Il se termine par .json.",
    chooseFile: "Choisir un fichier",
    fileInvalid: "Ce n’est pas un fichier de profil.",
    fileInvalidAdvice: "Demandez le bon fichier à votre service informatique.",
  },
  signingIn: {
    title: (agency) => `Connexion : ${agency}`,
    done: "terminé",
    cancel: "Annuler la connexion",
  },
  opening: (agency) => `Ouverture de votre bureau : ${agency}`,
  closed: {
    recover: "Saisir la clé de récupération",
    startOver: "Repartir de zéro",
    startOverTitle: "Effacer ce bureau et repartir de zéro ?",
    startOverLoss: "Tout ce qui, sur cet ordinateur, n’a pas été envoyé est perdu définitivement. Ce qui est parvenu à votre administration reviendra à votre prochaine connexion.",
    startOverConfirm: "Effacer et repartir de zéro",
    otherAgency: "Utiliser un autre compte",
    noRecoveryKey: "Le trousseau du système ne la contient plus et aucune clé de récupération n’a été créée. Si votre service informatique peut rétablir le trousseau, cherchez de nouveau. Sinon, il ne reste qu’à repartir de zéro.",
  },
  recover: {
    title: "Saisissez votre clé de récupération",
    advice: "Vous l’avez notée lors de sa création. Les espaces et les tirets n’ont pas d’importance, mais les majuscules et les minuscules comptent.",
    label: "Clé de récupération",
    open: "Ouvrir mon bureau",
    wrong: "Cette clé n’ouvre pas votre bureau.",
    wrongAdvice: "Vérifiez chaque groupe. Chaque caractère compte.",
  },
  recoveryKey: {
    advice: "Si cet ordinateur perd la clé de votre bureau, c’est le seul moyen de le rouvrir. Notez-la et gardez-la là où vous seul la trouverez.",
    none: "Vous n’avez pas encore de clé de récupération.",
    made: "Une clé de récupération existe. En créer une nouvelle la remplace.",
    make: "Créer une clé de récupération",
    makeNew: "Créer une nouvelle clé de récupération",
    shown: "Voici votre clé de récupération. Elle n’est affichée qu’une fois.",
    copy: "Copier la clé",
    written: "Je l’ai notée",
  },
  signOut: {
    title: "Se déconnecter",
    question: (agency) => `Se déconnecter de ${agency} ?`,
    what: "Que faire de ce qui est sur cet ordinateur ?",
    keepButton: "Se déconnecter",
    eraseButton: "Se déconnecter et effacer",
  },
  menu: {
    label: "Compte",
    signInAgain: "Se reconnecter",
    add: "Ajouter un compte",
    switchTo: (agency) => `Passer à ${agency}`,
    signOut: "Se déconnecter",
  },
  who: { name: "Nom", email: "Adresse électronique", agency: "Administration" },
};
