// What can be chosen in the dialog that shares a note, and what must be asked before. Pure.
import type { Colleague } from "../backend/generated/Colleague";
import type { ColleagueId } from "../backend/generated/ColleagueId";
import type { LinkChoice } from "../backend/generated/LinkChoice";
import type { Member } from "../backend/generated/Member";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import type { Role } from "../backend/generated/Role";
import type { Sharing } from "../backend/generated/Sharing";

/** What is asked before something that the agent may not be able to undo. */
export interface ShareQuestion {
  title: string;
  text: readonly string[];
  confirm: string;
  act: () => void;
}

/** What every part of the dialog is given. */
export interface SharePartProps {
  note: NoteSummary;
  sharing: Sharing;
  /** Ends an act: it is said, and what is shown is read anew. */
  onDone: (said: string) => Promise<void>;
  onAsk: (question: ShareQuestion) => void;
}

/** From least to most. */
const order: readonly Role[] = ["reader", "commenter", "editor", "administrator", "owner"];

/** What somebody who came by the link may ask for: nobody asks to own a note. */
export const askable: readonly Role[] = ["reader", "commenter", "editor", "administrator"];

/** Somebody who can be chosen: the server named them. */
export interface Candidate {
  id: ColleagueId;
  name: string;
  email: string | null;
}

export const candidates = (found: readonly Colleague[]): Candidate[] =>
  found.flatMap(({ id, name, email }) => (id === null ? [] : [{ id, name, email }]));

/** Somebody who can be let in, or written to: then the name is the address. */
export type Addressee = { type: "colleague"; name: string; id: ColleagueId } | { type: "address"; name: string };

/** Whom a text means. */
export type Target = Addressee | { type: "known"; name: string } | { type: "nobody" };

interface Search {
  text: string;
  chosen: Candidate | null;
  /** The text that `found` answers. */
  answered: string;
  found: readonly Candidate[];
}

/** An address is offered for an invitation only when the server was asked about it and knows nobody by it. */
export function targetOf({ text, chosen, answered, found }: Search, { members, invitations }: Sharing): Target {
  if (chosen !== null) return { type: "colleague", name: chosen.name, id: chosen.id };
  const email = text.trim();
  if (!isAddress(email)) return { type: "nobody" };
  const isIt = (other: string | null) => other?.toLowerCase() === email.toLowerCase();
  const member = members.find(({ who }) => isIt(who.email));
  if (member !== undefined) return { type: "known", name: member.who.name };
  if (invitations.some((invitation) => isIt(invitation.email))) return { type: "known", name: email };
  if (answered !== email) return { type: "nobody" };
  const colleague = found.find((one) => isIt(one.email));
  return colleague === undefined ? { type: "address", name: email } : { type: "colleague", name: colleague.name, id: colleague.id };
}

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** What a member may be made, what they are included; nothing when it cannot be changed here. */
export function rolesFor({ role, roles, inherited }: Member): Role[] {
  if (inherited || roles.every((other) => other === role)) return [];
  return order.filter((other) => other === role || roles.includes(other));
}

/** Whether a member would have less than now. */
export const isLess = (next: Role, now: Role | null): boolean => now !== null && order.indexOf(next) < order.indexOf(now);

/** The role that is offered first: the one that is wished for, otherwise the least. */
export const firstRole = (roles: readonly Role[], wished: Role | null): Role | null =>
  roles.find((role) => role === wished) ?? order.find((role) => roles.includes(role)) ?? null;

/** The access that is the agent's own in this note, rather than one from above. */
export const ownAccess = (members: readonly Member[]): Member | undefined => {
  const own = members.filter(({ isMe }) => isMe);
  return own.find(({ inherited }) => !inherited) ?? own[0];
};

/** Whether a link opens the note for anybody. */
export const opensByLink = ({ link, fromAbove }: Sharing): boolean => link.reach !== "restricted" || fromAbove !== null;

/** What the link may be made to do, with what it does now. Nothing when it cannot be changed. */
export function linkChoices({ link, choices }: Sharing): LinkChoice[] {
  if (choices.length === 0 || choices.some(({ reach }) => reach === link.reach)) return choices;
  return [{ reach: link.reach, roles: link.role === null ? [] : [link.role] }, ...choices];
}
