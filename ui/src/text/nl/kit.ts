import type { KitText } from "../en/kit";

export const kit: KitText = {
  failures: {
    offline: { title: "Er is geen verbinding.", advice: "Alles wat u hebt geschreven, blijft bewaard. Probeer het opnieuw zodra u weer online bent." },
    signedOut: { title: "Uw aanmelding is verlopen.", advice: "Wat op deze computer staat, kunt u blijven openen. Meld u opnieuw aan om uw organisatie te bereiken." },
    missing: { title: "Dit bestaat niet meer.", advice: "Misschien heeft iemand anders het verwijderd of verplaatst." },
    forbidden: { title: "U hebt hier geen toegang toe.", advice: "Vraag de eigenaar of uw IT-afdeling om toegang." },
    locked: { title: "Dit is op dit moment vergrendeld.", advice: "Iemand anders werkt eraan. Probeer het zo meteen opnieuw." },
    invalid: { title: "Dit kan zo niet worden gebruikt.", advice: "Controleer wat u hebt ingevoerd en probeer het opnieuw." },
    misconfigured: { title: "Attaché kan met deze instellingen niet starten.", advice: "Een bestand dat is meegegeven bevat een fout. Op deze computer is niets gewijzigd. Geef de details door aan uw IT-afdeling." },
    diskFull: { title: "De schijf is vol.", advice: "Er kan niets meer worden opgeslagen. Maak ruimte vrij en probeer het opnieuw." },
    internal: { title: "Er is iets misgegaan in Attaché.", advice: "Uw opgeslagen werk blijft behouden. Probeer het opnieuw; blijft het probleem, stuur de details dan naar uw IT-afdeling." },
  },
  tryAgain: "Opnieuw proberen",
  copyDetails: "Details kopiëren",
  copied: "Gekopieerd",
  close: "Sluiten",
  cancel: "Annuleren",
  back: "Terug",
  loading: "Bezig met laden",
  more: "Meer acties",
  state: {
    waiting: "Hier opgeslagen, wacht op verzending",
    offlineCopy: "Bewaard op deze computer",
    attention: "Hier is uw actie nodig",
    failed: "Wordt niet verzonden zolang u niets doet",
  },
};
