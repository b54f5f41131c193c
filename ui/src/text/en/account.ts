import type { Keep } from "../../backend/generated/Keep";
import type { RefusalReason } from "../../backend/generated/RefusalReason";
import type { SignInStep } from "../../backend/generated/SignInStep";
import type { Surface } from "../../backend/generated/Surface";
import type { Trouble } from "../../backend/generated/Trouble";
import type { FailureText } from "./kit";

const refusals: Record<RefusalReason, FailureText> = {
  cancelled: { title: "The sign-in was not finished.", advice: "You can start again whenever you like." },
  timedOut: { title: "The sign-in took too long.", advice: "For safety it was ended. Please start again." },
  offline: { title: "Your agency cannot be reached.", advice: "Check the network, then try again." },
  certificate: { title: "The server could not prove who it is.", advice: "Its certificate is not trusted on this computer, so nothing was sent. Tell your IT department." },
  tooWeak: { title: "A stronger sign-in is required.", advice: "Sign in with your card, security key or second step, as your agency asks." },
  wrongAgent: { title: "That was another person’s account.", advice: "This desk belongs to someone else. Sign in with your own account, or add a second one." },
  refused: { title: "Your agency did not let you in.", advice: "Your account may not be allowed to use this. Ask your IT department." },
  broken: { title: "Your agency answered in a way that Attaché does not understand.", advice: "Try again. If it stays so, send the details to your IT department." },
};

const troubles: Record<Trouble, FailureText & { again: string }> = {
  keyringAbsent: { title: "There is no keyring on this computer", advice: "Your desk is encrypted, and its key lives in the system’s keyring. None is running. Ask your IT department to install one, then try again.", again: "Try again" },
  keyringLocked: { title: "Your keyring is locked", advice: "Your desk is encrypted, and its key lives in the system’s keyring. Unlock it when the system asks you, then your desk opens.", again: "Unlock and open" },
  keyLost: { title: "The key to your desk is gone", advice: "The system’s keyring no longer holds it. With your recovery key, everything opens again.", again: "Look again" },
  corrupt: { title: "Your desk is damaged", advice: "The file that holds it cannot be read. Nothing was changed. Ask your IT department for a backup of this computer before you start over.", again: "Try again" },
  tooNew: { title: "Your desk was used with a newer Attaché", advice: "This version cannot read it. Install the newer version; nothing is lost.", again: "Try again" },
  notWritable: { title: "Your desk cannot be written", advice: "Attaché may not write to its folder. Ask your IT department to give you access to it, then try again.", again: "Try again" },
  diskFull: { title: "The disk is full", advice: "Your desk cannot be opened without a little free space. Delete something you no longer need, then try again.", again: "Try again" },
  inUse: { title: "Your desk is open elsewhere", advice: "Another Attaché has this desk open, perhaps in another session on this computer. Close it there, then try again.", again: "Try again" },
};

const steps: Record<SignInStep, string> = {
  finding: "Finding your agency",
  identity: "Who you are",
  notes: "Opening notes",
  chat: "Opening chat",
  storing: "Storing it safely on this computer",
};

const surfaces: Record<Surface, string> = {
  browser: "Continue in your browser. This window waits for you.",
  window: "Continue in the sign-in window. If you do not see it, it may be behind this one.",
};

const keeps: Record<Keep, FailureText> = {
  vault: { title: "Keep what is on this computer", advice: "It stays encrypted. When you sign in again, everything is there, also what has not been sent yet." },
  nothing: { title: "Erase everything from this computer", advice: "Notes, messages and answers are deleted here. What has not been sent yet is lost for good." },
};

export const account = {
  refusals,
  troubles,
  steps,
  surfaces,
  keeps,
  welcome: {
    title: "Your notes, chat and assistant, on one desk",
    intro: "Choose your agency. You sign in there; Attaché never sees your password.",
    agencies: "Agencies",
    signInAt: (host: string) => `Sign in at ${host}`,
    none: "No agency is known on this computer yet. Find yours by your work e-mail address.",
    byEmail: "Find it by e-mail",
    email: "Work e-mail address",
    emailHint: "Only the part after the @ is used.",
    emailInvalid: "Enter an address such as name@agency.example.",
    find: "Find",
    notFound: "No agency was found for this address.",
    notFoundAdvice: "Check the address, or ask your IT department for a profile file.",
    noAnswer: "Nothing answers at this address.",
    noAnswerAdvice: "Check that it is spelt correctly and that you are connected, then try again.",
    byFile: "Add a profile file",
    fileHint: "Your IT department gives you this file. It ends in .json.",
    chooseFile: "Choose a file",
    fileInvalid: "This is not a profile file.",
    fileInvalidAdvice: "Ask your IT department for the right one.",
  },
  signingIn: {
    title: (agency: string) => `Signing in at ${agency}`,
    done: "done",
    cancel: "Cancel the sign-in",
  },
  opening: (agency: string) => `Opening your desk at ${agency}`,
  closed: {
    recover: "Enter the recovery key",
    startOver: "Start over",
    startOverTitle: "Erase this desk and start over?",
    startOverLoss: "Everything on this computer that has not been sent is lost for good. What has reached your agency comes back when you sign in.",
    startOverConfirm: "Erase and start over",
    otherAgency: "Use another account",
    noRecoveryKey: "The system’s keyring no longer holds it, and no recovery key was made. If your IT department can bring the keyring back, look again. Otherwise you can only start over.",
  },
  recover: {
    title: "Enter your recovery key",
    advice: "You wrote it down when you made it. Spaces and dashes do not matter, capital and small letters do.",
    label: "Recovery key",
    open: "Open my desk",
    wrong: "This key does not open your desk.",
    wrongAdvice: "Check each group. Every character counts.",
  },
  recoveryKey: {
    advice: "If this computer loses the key to your desk, this is the only way to open it again. Write it down and keep it where only you find it.",
    none: "You have no recovery key yet.",
    made: "A recovery key was made. Making a new one replaces it.",
    make: "Make a recovery key",
    makeNew: "Make a new recovery key",
    shown: "This is your recovery key. It is shown only once.",
    copy: "Copy the key",
    written: "I have written it down",
  },
  signOut: {
    title: "Sign out",
    question: (agency: string) => `Sign out of ${agency}?`,
    what: "What happens to what is on this computer?",
    keepButton: "Sign out",
    eraseButton: "Sign out and erase",
  },
  menu: {
    label: "Account",
    signInAgain: "Sign in again",
    add: "Add an account",
    switchTo: (agency: string) => `Go to ${agency}`,
    signOut: "Sign out",
  },
  who: {
    name: "Name",
    email: "E-mail",
    agency: "Agency",
  },
};

export type AccountText = typeof account;
