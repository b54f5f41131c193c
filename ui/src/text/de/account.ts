import type { Keep } from "../../backend/generated/Keep";
import type { RefusalReason } from "../../backend/generated/RefusalReason";
import type { SignInStep } from "../../backend/generated/SignInStep";
import type { Surface } from "../../backend/generated/Surface";
import type { Trouble } from "../../backend/generated/Trouble";
import type { AccountText } from "../en/account";
import type { FailureText } from "../en/kit";

const refusals: Record<RefusalReason, FailureText> = {
  cancelled: { title: "Die Anmeldung wurde nicht abgeschlossen.", advice: "Sie können jederzeit neu beginnen." },
  timedOut: { title: "Die Anmeldung hat zu lange gedauert.", advice: "Sie wurde zur Sicherheit beendet. Bitte beginnen Sie neu." },
  offline: { title: "Ihre Behörde ist nicht erreichbar.", advice: "Prüfen Sie das Netzwerk und versuchen Sie es erneut." },
  certificate: { title: "Der Server konnte sich nicht ausweisen.", advice: "Seinem Zertifikat wird auf diesem Computer nicht vertraut, daher wurde nichts übermittelt. Informieren Sie Ihre IT-Abteilung." },
  tooWeak: { title: "Eine stärkere Anmeldung ist erforderlich.", advice: "Melden Sie sich mit Karte, Sicherheitsschlüssel oder zweitem Faktor an, wie Ihre Behörde es verlangt." },
  wrongAgent: { title: "Das war das Konto einer anderen Person.", advice: "Dieser Schreibtisch gehört jemand anderem. Melden Sie sich mit Ihrem eigenen Konto an oder fügen Sie ein zweites hinzu." },
  refused: { title: "Ihre Behörde hat Sie nicht eingelassen.", advice: "Möglicherweise ist Ihr Konto dafür nicht zugelassen. Fragen Sie Ihre IT-Abteilung." },
  broken: { title: "Ihre Behörde hat etwas geantwortet, das Attaché nicht versteht.", advice: "Versuchen Sie es erneut. Bleibt es dabei, senden Sie die Details an Ihre IT-Abteilung." },
};

const troubles: Record<Trouble, FailureText & { again: string }> = {
  keyringAbsent: { title: "Auf diesem Computer gibt es keinen Schlüsselbund", advice: "Ihr Schreibtisch ist verschlüsselt, der Schlüssel liegt im Schlüsselbund des Systems. Es läuft keiner. Bitten Sie Ihre IT-Abteilung, einen einzurichten, und versuchen Sie es erneut.", again: "Erneut versuchen" },
  keyringLocked: { title: "Ihr Schlüsselbund ist gesperrt", advice: "Ihr Schreibtisch ist verschlüsselt, der Schlüssel liegt im Schlüsselbund des Systems. Entsperren Sie ihn, wenn das System Sie fragt; dann öffnet sich Ihr Schreibtisch.", again: "Entsperren und öffnen" },
  keyLost: { title: "Der Schlüssel zu Ihrem Schreibtisch ist verloren", advice: "Der Schlüsselbund des Systems enthält ihn nicht mehr. Mit Ihrem Wiederherstellungsschlüssel lässt sich alles wieder öffnen.", again: "Noch einmal nachsehen" },
  corrupt: { title: "Ihr Schreibtisch ist beschädigt", advice: "Die Datei, die ihn enthält, lässt sich nicht lesen. Es wurde nichts verändert. Bitten Sie Ihre IT-Abteilung um eine Sicherung dieses Computers, bevor Sie neu beginnen.", again: "Erneut versuchen" },
  tooNew: { title: "Ihr Schreibtisch wurde mit einem neueren Attaché benutzt", advice: "Diese Version kann ihn nicht lesen. Installieren Sie die neuere Version; es ist nichts verloren.", again: "Erneut versuchen" },
  notWritable: { title: "Auf Ihren Schreibtisch kann nicht geschrieben werden", advice: "Attaché darf nicht in seinen Ordner schreiben. Bitten Sie Ihre IT-Abteilung um die Berechtigung und versuchen Sie es erneut.", again: "Erneut versuchen" },
  diskFull: { title: "Der Datenträger ist voll", advice: "Ohne etwas freien Speicherplatz lässt sich Ihr Schreibtisch nicht öffnen. Löschen Sie, was Sie nicht mehr brauchen, und versuchen Sie es erneut.", again: "Erneut versuchen" },
  inUse: { title: "Ihr Schreibtisch ist anderswo geöffnet", advice: "Ein anderes Attaché hat diesen Schreibtisch geöffnet, vielleicht in einer anderen Sitzung auf diesem Computer. Schließen Sie es dort und versuchen Sie es erneut.", again: "Erneut versuchen" },
};

const steps: Record<SignInStep, string> = {
  finding: "Ihre Behörde wird gesucht",
  identity: "Wer Sie sind",
  notes: "Notizen werden geöffnet",
  chat: "Chat wird geöffnet",
  storing: "Sicher auf diesem Computer ablegen",
};

const surfaces: Record<Surface, string> = {
  browser: "Fahren Sie in Ihrem Browser fort. Dieses Fenster wartet auf Sie.",
  window: "Fahren Sie im Anmeldefenster fort. Falls Sie es nicht sehen, liegt es vielleicht hinter diesem.",
};

const keeps: Record<Keep, FailureText> = {
  vault: { title: "Behalten, was auf diesem Computer liegt", advice: "Es bleibt verschlüsselt. Wenn Sie sich wieder anmelden, ist alles da, auch was noch nicht gesendet wurde." },
  nothing: { title: "Alles von diesem Computer löschen", advice: "Notizen, Nachrichten und Antworten werden hier gelöscht. Was noch nicht gesendet wurde, ist endgültig verloren." },
};

export const account: AccountText = {
  refusals,
  troubles,
  steps,
  surfaces,
  keeps,
  welcome: {
    title: "Notizen, Chat und Assistent auf einem Schreibtisch",
    intro: "Wählen Sie Ihre Behörde. Sie melden sich dort an; Attaché sieht Ihr Passwort nie.",
    agencies: "Behörden",
    signInAt: (host) => `Anmeldung bei ${host}`,
    none: "Auf diesem Computer ist noch keine Behörde bekannt. Finden Sie Ihre über Ihre dienstliche E-Mail-Adresse.",
    byEmail: "Über E-Mail-Adresse suchen",
    email: "Dienstliche E-Mail-Adresse",
    emailHint: "Nur der Teil nach dem @ wird verwendet.",
    emailInvalid: "Geben Sie eine Adresse wie name@behoerde.example ein.",
    find: "Suchen",
    notFound: "Zu dieser Adresse wurde keine Behörde gefunden.",
    notFoundAdvice: "Prüfen Sie die Adresse oder bitten Sie Ihre IT-Abteilung um eine Profildatei.",
    noAnswer: "Unter dieser Adresse antwortet nichts.",
    noAnswerAdvice: "Prüfen Sie die Schreibweise und Ihre Verbindung und versuchen Sie es erneut.",
    byFile: "Profildatei hinzufügen",
    fileHint: "Diese Datei erhalten Sie von Ihrer IT-Abteilung. Sie endet auf .json.",
    chooseFile: "Datei auswählen",
    fileInvalid: "Das ist keine Profildatei.",
    fileInvalidAdvice: "Bitten Sie Ihre IT-Abteilung um die richtige.",
  },
  signingIn: {
    title: (agency) => `Anmeldung: ${agency}`,
    done: "erledigt",
    cancel: "Anmeldung abbrechen",
  },
  opening: (agency) => `Ihr Schreibtisch wird geöffnet: ${agency}`,
  closed: {
    recover: "Wiederherstellungsschlüssel eingeben",
    startOver: "Neu beginnen",
    startOverTitle: "Diesen Schreibtisch löschen und neu beginnen?",
    startOverLoss: "Alles, was auf diesem Computer liegt und noch nicht gesendet wurde, ist endgültig verloren. Was bei Ihrer Behörde angekommen ist, kehrt zurück, wenn Sie sich anmelden.",
    startOverConfirm: "Löschen und neu beginnen",
    otherAgency: "Anderes Konto verwenden",
    noRecoveryKey: "Der Schlüsselbund des Systems enthält ihn nicht mehr, und es wurde kein Wiederherstellungsschlüssel erstellt. Kann Ihre IT-Abteilung den Schlüsselbund zurückbringen, sehen Sie noch einmal nach. Andernfalls können Sie nur neu beginnen.",
  },
  recover: {
    title: "Geben Sie Ihren Wiederherstellungsschlüssel ein",
    advice: "Sie haben ihn beim Erstellen notiert. Leerzeichen und Bindestriche spielen keine Rolle, Groß- und Kleinschreibung schon.",
    label: "Wiederherstellungsschlüssel",
    open: "Meinen Schreibtisch öffnen",
    wrong: "Dieser Schlüssel öffnet Ihren Schreibtisch nicht.",
    wrongAdvice: "Prüfen Sie jede Gruppe. Jedes Zeichen zählt.",
  },
  recoveryKey: {
    advice: "Verliert dieser Computer den Schlüssel zu Ihrem Schreibtisch, ist dies der einzige Weg, ihn wieder zu öffnen. Notieren Sie ihn und bewahren Sie ihn so auf, dass nur Sie ihn finden.",
    none: "Sie haben noch keinen Wiederherstellungsschlüssel.",
    made: "Ein Wiederherstellungsschlüssel wurde erstellt. Ein neuer ersetzt ihn.",
    make: "Wiederherstellungsschlüssel erstellen",
    makeNew: "Neuen Wiederherstellungsschlüssel erstellen",
    shown: "Das ist Ihr Wiederherstellungsschlüssel. Er wird nur einmal angezeigt.",
    copy: "Schlüssel kopieren",
    written: "Ich habe ihn notiert",
  },
  signOut: {
    title: "Abmelden",
    question: (agency) => `Von ${agency} abmelden?`,
    what: "Was geschieht mit dem, was auf diesem Computer liegt?",
    keepButton: "Abmelden",
    eraseButton: "Abmelden und löschen",
  },
  menu: {
    label: "Konto",
    signInAgain: "Erneut anmelden",
    add: "Konto hinzufügen",
    switchTo: (agency) => `Zu ${agency} wechseln`,
    signOut: "Abmelden",
  },
  who: { name: "Name", email: "E-Mail", agency: "Behörde" },
};
