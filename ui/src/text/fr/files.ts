import type { FilesText } from "../en/files";

export const files: FilesText = {
  label: "Fichiers qui ne sont pas encore sur le serveur",
  sendingOf: (name) => `Envoi de « ${name} »`,
  state: {
    waiting: "En attente d’envoi",
    sending: "Envoi en cours",
    checking: "Vérification par le serveur",
  },
  refused: {
    tooLarge: "Trop volumineux pour le serveur. Réduisez-le, puis ajoutez-le de nouveau.",
    unsafe: "Le serveur l’a jugé dangereux et ne l’a pas accepté.",
    rejected: "Le serveur ne l’a pas accepté.",
  },
  again: "Réessayer",
  giveUp: "Ne pas envoyer",
  away: "Absent de cet ordinateur ; il apparaîtra en ligne",
  elsewhere: "Image d’une autre adresse, qui n’est pas chargée",
  save: "Enregistrer dans Téléchargements",
  saved: (path) => `Enregistré : ${path}`,
  hide: "Masquer",
  notTaken: "Le fichier n’a pas été ajouté.",
  notTakenAdvice: "Les fichiers peuvent atteindre 10 Mo.",
};
