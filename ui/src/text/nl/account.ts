import type { Keep } from "../../backend/generated/Keep";
import type { RefusalReason } from "../../backend/generated/RefusalReason";
import type { SignInStep } from "../../backend/generated/SignInStep";
import type { Surface } from "../../backend/generated/Surface";
import type { Trouble } from "../../backend/generated/Trouble";
import type { AccountText } from "../en/account";
import type { FailureText } from "../en/kit";

const refusals: Record<RefusalReason, FailureText> = {
  cancelled: { title: "Het aanmelden is niet afgerond.", advice: "U kunt op elk moment opnieuw beginnen." },
  timedOut: { title: "Het aanmelden duurde te lang.", advice: "Voor de veiligheid is het beëindigd. Begin opnieuw." },
  offline: { title: "Uw organisatie is niet bereikbaar.", advice: "Controleer het netwerk en probeer het opnieuw." },
  certificate: { title: "De server kon niet aantonen wie hij is.", advice: "Zijn certificaat wordt op deze computer niet vertrouwd, dus er is niets verzonden. Laat het uw IT-afdeling weten." },
  tooWeak: { title: "Een sterkere aanmelding is vereist.", advice: "Meld u aan met uw pas, beveiligingssleutel of tweede stap, zoals uw organisatie vraagt." },
  wrongAgent: { title: "Dat was het account van iemand anders.", advice: "Dit bureau is van iemand anders. Meld u aan met uw eigen account of voeg een tweede toe." },
  refused: { title: "Uw organisatie heeft u niet toegelaten.", advice: "Misschien mag uw account dit niet gebruiken. Vraag het uw IT-afdeling." },
  broken: { title: "Uw organisatie gaf een antwoord dat Attaché niet begrijpt.", advice: "Probeer het opnieuw. Blijft het zo, stuur de details dan naar uw IT-afdeling." },
};

const troubles: Record<Trouble, FailureText & { again: string }> = {
  keyringAbsent: { title: "Er is geen sleutelbos op deze computer", advice: "Uw bureau is versleuteld en de sleutel ligt in de sleutelbos van het systeem. Er is er geen actief. Vraag uw IT-afdeling om er een te installeren en probeer het opnieuw.", again: "Opnieuw proberen" },
  keyringLocked: { title: "Uw sleutelbos is vergrendeld", advice: "Uw bureau is versleuteld en de sleutel ligt in de sleutelbos van het systeem. Ontgrendel hem wanneer het systeem erom vraagt; dan opent uw bureau.", again: "Ontgrendelen en openen" },
  keyLost: { title: "De sleutel van uw bureau is weg", advice: "De sleutelbos van het systeem bevat hem niet meer. Met uw herstelsleutel gaat alles weer open.", again: "Opnieuw kijken" },
  corrupt: { title: "Uw bureau is beschadigd", advice: "Het bestand waarin het staat, kan niet worden gelezen. Er is niets veranderd. Vraag uw IT-afdeling om een back-up van deze computer voordat u opnieuw begint.", again: "Opnieuw proberen" },
  tooNew: { title: "Uw bureau is met een nieuwere Attaché gebruikt", advice: "Deze versie kan het niet lezen. Installeer de nieuwere versie; er is niets verloren.", again: "Opnieuw proberen" },
  notWritable: { title: "Er kan niet naar uw bureau worden geschreven", advice: "Attaché mag niet in zijn map schrijven. Vraag uw IT-afdeling om toegang en probeer het opnieuw.", again: "Opnieuw proberen" },
  diskFull: { title: "De schijf is vol", advice: "Zonder een beetje vrije ruimte kan uw bureau niet open. Verwijder wat u niet meer nodig hebt en probeer het opnieuw.", again: "Opnieuw proberen" },
  inUse: { title: "Uw bureau is elders geopend", advice: "Een andere Attaché heeft dit bureau open, misschien in een andere sessie op deze computer. Sluit het daar en probeer het opnieuw.", again: "Opnieuw proberen" },
};

const steps: Record<SignInStep, string> = {
  finding: "Uw organisatie zoeken",
  identity: "Wie u bent",
  notes: "Notities openen",
  chat: "Chat openen",
  storing: "Veilig opslaan op deze computer",
};

const surfaces: Record<Surface, string> = {
  browser: "Ga verder in uw browser. Dit venster wacht op u.",
  window: "Ga verder in het aanmeldvenster. Ziet u het niet, dan staat het misschien achter dit venster.",
};

const keeps: Record<Keep, FailureText> = {
  vault: { title: "Bewaren wat op deze computer staat", advice: "Het blijft versleuteld. Wanneer u zich weer aanmeldt, is alles er nog, ook wat nog niet is verzonden." },
  nothing: { title: "Alles van deze computer wissen", advice: "Notities, berichten en antwoorden worden hier verwijderd. Wat nog niet is verzonden, gaat voorgoed verloren." },
};

export const account: AccountText = {
  refusals,
  troubles,
  steps,
  surfaces,
  keeps,
  welcome: {
    title: "Uw notities, chat en assistent op één bureau",
    intro: "Kies uw organisatie. U meldt u daar aan; Attaché ziet uw wachtwoord nooit.",
    agencies: "Organisaties",
    signInAt: (host) => `Aanmelden bij ${host}`,
    none: "Op deze computer is nog geen organisatie bekend. Vind de uwe met uw zakelijke e-mailadres.",
    byEmail: "Zoeken met e-mailadres",
    email: "Zakelijk e-mailadres",
    emailHint: "Alleen het deel na de @ wordt gebruikt.",
    emailInvalid: "Voer een adres in zoals naam@organisatie.example.",
    find: "Zoeken",
    notFound: "Bij dit adres is geen organisatie gevonden.",
    notFoundAdvice: "Controleer het adres of vraag uw IT-afdeling om een profielbestand.",
    noAnswer: "Op dit adres antwoordt niets.",
    noAnswerAdvice: "Controleer de spelling en uw verbinding en probeer het opnieuw.",
    byFile: "Profielbestand toevoegen",
    fileHint: "U krijgt dit bestand van uw IT-afdeling. Het eindigt op .json.",
    chooseFile: "Bestand kiezen",
    fileInvalid: "Dit is geen profielbestand.",
    fileInvalidAdvice: "Vraag uw IT-afdeling om het juiste.",
  },
  signingIn: {
    title: (agency) => `Aanmelden bij ${agency}`,
    done: "klaar",
    cancel: "Aanmelden annuleren",
  },
  opening: (agency) => `Uw bureau bij ${agency} wordt geopend`,
  closed: {
    recover: "Herstelsleutel invoeren",
    startOver: "Opnieuw beginnen",
    startOverTitle: "Dit bureau wissen en opnieuw beginnen?",
    startOverLoss: "Alles op deze computer dat nog niet is verzonden, gaat voorgoed verloren. Wat bij uw organisatie is aangekomen, komt terug wanneer u zich aanmeldt.",
    startOverConfirm: "Wissen en opnieuw beginnen",
    otherAgency: "Een ander account gebruiken",
    noRecoveryKey: "De sleutelbos van het systeem bevat hem niet meer en er is geen herstelsleutel gemaakt. Kan uw IT-afdeling de sleutelbos terugbrengen, kijk dan opnieuw. Anders kunt u alleen opnieuw beginnen.",
  },
  recover: {
    title: "Voer uw herstelsleutel in",
    advice: "U hebt hem opgeschreven toen u hem maakte. Spaties en streepjes maken niet uit, hoofdletters en kleine letters wel.",
    label: "Herstelsleutel",
    open: "Mijn bureau openen",
    wrong: "Deze sleutel opent uw bureau niet.",
    wrongAdvice: "Controleer elke groep. Elk teken telt.",
  },
  recoveryKey: {
    advice: "Als deze computer de sleutel van uw bureau kwijtraakt, is dit de enige manier om het weer te openen. Schrijf hem op en bewaar hem waar alleen u hem vindt.",
    none: "U hebt nog geen herstelsleutel.",
    made: "Er is een herstelsleutel gemaakt. Een nieuwe vervangt hem.",
    make: "Herstelsleutel maken",
    makeNew: "Nieuwe herstelsleutel maken",
    shown: "Dit is uw herstelsleutel. Hij wordt maar één keer getoond.",
    copy: "Sleutel kopiëren",
    written: "Ik heb hem opgeschreven",
  },
  signOut: {
    title: "Afmelden",
    question: (agency) => `Afmelden bij ${agency}?`,
    what: "Wat gebeurt er met wat op deze computer staat?",
    keepButton: "Afmelden",
    eraseButton: "Afmelden en wissen",
  },
  menu: {
    label: "Account",
    signInAgain: "Opnieuw aanmelden",
    add: "Account toevoegen",
    switchTo: (agency) => `Naar ${agency}`,
    signOut: "Afmelden",
  },
  who: { name: "Naam", email: "E-mail", agency: "Organisatie" },
};
