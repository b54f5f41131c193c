import type { KitText } from "../en/kit";

export const kit: KitText = {
  failures: {
    offline: { title: "Es besteht keine Verbindung.", advice: "Alles, was Sie geschrieben haben, bleibt erhalten. Versuchen Sie es erneut, sobald Sie wieder online sind." },
    signedOut: { title: "Ihre Anmeldung ist abgelaufen.", advice: "Was auf diesem Computer liegt, lässt sich weiterhin öffnen. Melden Sie sich erneut an, um Ihre Behörde zu erreichen." },
    missing: { title: "Das gibt es nicht mehr.", advice: "Möglicherweise hat es jemand gelöscht oder verschoben." },
    forbidden: { title: "Darauf haben Sie keinen Zugriff.", advice: "Bitten Sie die verantwortliche Person oder Ihre IT-Abteilung um Zugriff." },
    locked: { title: "Das ist gerade gesperrt.", advice: "Jemand anderes arbeitet daran. Versuchen Sie es gleich noch einmal." },
    invalid: { title: "So kann die Eingabe nicht verwendet werden.", advice: "Prüfen Sie Ihre Eingabe und versuchen Sie es erneut." },
    misconfigured: { title: "Attaché kann mit diesen Einstellungen nicht starten.", advice: "Eine Datei, die ihm vorgegeben wurde, enthält einen Fehler. Auf diesem Computer wurde nichts geändert. Geben Sie die Einzelheiten an Ihre IT-Abteilung weiter." },
    diskFull: { title: "Der Datenträger ist voll.", advice: "Es kann nichts mehr gespeichert werden. Geben Sie Speicherplatz frei und versuchen Sie es erneut." },
    internal: { title: "In Attaché ist ein Fehler aufgetreten.", advice: "Ihre gespeicherte Arbeit ist nicht betroffen. Versuchen Sie es erneut; bleibt der Fehler, senden Sie die Details an Ihre IT-Abteilung." },
  },
  tryAgain: "Erneut versuchen",
  copyDetails: "Details kopieren",
  copied: "Kopiert",
  close: "Schließen",
  cancel: "Abbrechen",
  back: "Zurück",
  loading: "Wird geladen",
  more: "Weitere Aktionen",
  state: {
    waiting: "Hier gespeichert, wartet auf das Senden",
    offlineCopy: "Auf diesem Computer verfügbar",
    attention: "Bitte werden Sie tätig",
    failed: "Wird nicht gesendet, solange Sie nichts tun",
  },
};
