import type { KitText } from "../en/kit";

export const kit: KitText = {
  failures: {
    offline: { title: "Il n’y a pas de connexion.", advice: "Tout ce que vous avez écrit est conservé. Réessayez une fois la connexion rétablie." },
    signedOut: { title: "Votre session a expiré.", advice: "Ce qui se trouve sur cet ordinateur s’ouvre toujours. Reconnectez-vous pour joindre votre administration." },
    missing: { title: "Cet élément n’existe plus.", advice: "Il a peut-être été supprimé ou déplacé par quelqu’un d’autre." },
    forbidden: { title: "Vous n’avez pas accès à cet élément.", advice: "Demandez l’accès à son propriétaire ou à votre service informatique." },
    locked: { title: "Cet élément est verrouillé pour l’instant.", advice: "Quelqu’un d’autre y travaille. Réessayez dans un instant." },
    invalid: { title: "Cette saisie ne peut pas être utilisée telle quelle.", advice: "Vérifiez ce que vous avez saisi, puis réessayez." },
    misconfigured: { title: "Attaché ne peut pas démarrer avec ces réglages.", advice: "Un fichier qui lui a été fourni contient une erreur. Rien n’a été modifié sur cet ordinateur. Transmettez les détails à votre service informatique." },
    diskFull: { title: "Le disque est plein.", advice: "Plus rien ne peut être enregistré. Libérez de l’espace, puis réessayez." },
    internal: { title: "Un problème est survenu dans Attaché.", advice: "Votre travail enregistré n’est pas touché. Réessayez ; si le problème persiste, transmettez les détails à votre service informatique." },
  },
  tryAgain: "Réessayer",
  copyDetails: "Copier les détails",
  copied: "Copié",
  close: "Fermer",
  cancel: "Annuler",
  back: "Retour",
  loading: "Chargement",
  more: "Plus d’actions",
  state: {
    waiting: "Enregistré ici, en attente d’envoi",
    offlineCopy: "Conservé sur cet ordinateur",
    attention: "Une action de votre part est nécessaire",
    failed: "Ne sera pas envoyé sans action de votre part",
  },
};
