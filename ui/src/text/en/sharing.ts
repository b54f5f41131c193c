import type { Code } from "../../backend/generated/Code";
import type { Reach } from "../../backend/generated/Reach";
import type { Role } from "../../backend/generated/Role";
import type { FailureText } from "./kit";

/** What a choice is called, and what it means. */
interface Choice {
  name: string;
  does: string;
}

const roles: Record<Role, Choice> = {
  reader: { name: "Can read", does: "Reads the note." },
  commenter: { name: "Can comment", does: "Reads and comments." },
  editor: { name: "Can edit", does: "Reads, comments and writes." },
  administrator: { name: "Can manage", does: "Also shares and moves the note." },
  owner: { name: "Owner", does: "Everything, also deleting the note." },
};

const reaches: Record<Reach, Choice> = {
  restricted: { name: "Only people with access", does: "For everyone else the link opens nothing." },
  authenticated: { name: "Everyone signed in", does: "Whoever has an account and the link." },
  public: { name: "Everyone with the link", does: "Also people without an account." },
};

/** Where sharing means something of its own by it; otherwise the kit's words stand. */
const failures: Partial<Record<Code, FailureText>> = {
  offline: { title: "Sharing needs a connection.", advice: "Nothing was changed. Try again when you are back online." },
  signedOut: { title: "Sharing needs you to be signed in.", advice: "Nothing was changed. Sign in again, then repeat it." },
  forbidden: { title: "You may not do this.", advice: "Nothing was changed. Your own access may have been reduced meanwhile; ask the owner of the note." },
  missing: { title: "The server does not know this.", advice: "A new note can be shared once it has been sent. Otherwise it, or the person’s access, was removed meanwhile." },
  invalid: { title: "The server did not accept this.", advice: "Nothing was changed. Check the address; the person may also have access already." },
};

export const sharing = {
  action: "Share",
  entry: "Share…",
  title: (note: string) => `Share “${note}”`,
  roles,
  reaches,
  failures,
  otherRole: "Other",
  someone: "Someone",
  stale: { title: "What is shown may be out of date.", advice: "Your last change was made, but how the note is shared now could not be read." },
  requests: {
    heading: "Requests for access",
    wants: (role: string) => `Asks for: ${role}`,
    roleFor: (name: string) => `What ${name} will be allowed to do`,
    accept: "Let in",
    decline: "Decline",
  },
  add: {
    label: "Add people",
    none: "Nobody found. Type more of the name or a whole address.",
    invites: "No account with this address yet.",
    already: (name: string) => `${name} already has access or an invitation.`,
    role: "What they will be allowed to do",
    share: "Share",
    invite: "Invite address",
  },
  people: {
    heading: "People with access",
    you: "you",
    fromAbove: "From a note above",
    fromAboveHint: "This access comes from a note above and is changed there.",
    roleOf: (name: string) => `What ${name} may do`,
    remove: (name: string) => `Remove ${name}`,
    onlyYou: "Only you have access.",
    noOthers: "Nobody else was added.",
    partial: "There may be others whom you may not see.",
    hidden: "You may not see who has access.",
  },
  invitations: {
    heading: "Invitations",
    pending: "Not yet accepted",
    expired: "Expired",
    withdraw: "Withdraw",
    withdrawFrom: (address: string) => `Withdraw the invitation to ${address}`,
  },
  link: {
    heading: "Link",
    reach: "Who can open the note by its link",
    role: "What they may do by the link",
    fromAbove: (what: string) => `Through the link of a note above: ${what}. This is changed there.`,
    copy: "Copy link",
  },
  ask: {
    text: "You came by a link and are not in the list. You can ask for rights of your own.",
    role: "What you ask for",
    action: "Ask for access",
    sent: "Your request was sent. Those who manage the note decide about it.",
  },
  owner: {
    title: (name: string) => `Make ${name} an owner?`,
    text: (name: string) => `${name} will be able to do everything with this note: delete it, share it, and take your own rights away. You may not be able to undo this.`,
    action: "Make owner",
  },
  lower: {
    title: "Reduce your own rights?",
    text: (role: string) => `You will have “${role}”. Only someone who manages the note can give you more again.`,
    action: "Reduce my rights",
  },
  leave: {
    action: "Leave note",
    title: (note: string) => `Leave “${note}”?`,
    text: "You lose access, and the note disappears from your list. You cannot undo this yourself: someone who manages the note must let you in again. What you wrote stays in it.",
    byLink: "The note disappears from your list, and rights that were given to you end. You cannot undo this yourself; its link still opens the note as shown here. What you wrote stays in it.",
    unsent: "Changes of yours that have not been sent yet will not reach the note.",
  },
  said: {
    given: (name: string, role: string) => `${name} now has access: ${role}.`,
    invited: (address: string) => `${address} was invited.`,
    changed: (name: string, role: string) => `${name}: ${role}.`,
    removed: (name: string) => `${name} no longer has access.`,
    declined: (name: string) => `The request of ${name} was declined.`,
    withdrawn: (address: string) => `The invitation to ${address} was withdrawn.`,
    link: "The link was changed.",
  },
};

export type SharingText = typeof sharing;
