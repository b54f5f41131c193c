import type { TemplatesText } from "../en/templates";

export const templates: TemplatesText = {
  entry: "Nouvelle note à partir d’un modèle…",
  insideEntry: "Nouvelle note dedans à partir d’un modèle…",
  title: "Nouvelle note à partir d’un modèle",
  choose: "Modèle",
  origins: { agency: "de votre administration", own: "à vous", example: "exemple" },
  noteTitle: "Titre",
  noteTitleHint: "Si vous le laissez vide, la note prend le titre du modèle.",
  participants: "Participants",
  participantsHint: "Leurs noms sont écrits là où le modèle les demande. Rien n’est partagé avec eux.",
  make: "Créer la note",
  offer: "Utiliser comme modèle",
  unoffer: "Ne plus utiliser comme modèle",
};
