// Reactions to comments: one emoji, the people who chose it. Gone with the last of them.
import crypto from 'node:crypto';
import { empty, invalid, json, Refusal } from './answers.mjs';
import { openComment } from './threads.mjs';

const MOST = 15;
const EMOJI = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic})$/v;

export function react(stand, exchange) {
  const { note, comment } = openComment(stand, exchange, 'reactions');
  const { user } = exchange;
  const emoji = readEmoji(stand, exchange);
  const known = comment.reactions.find((reaction) => reaction.emoji === emoji);
  if (known?.users.includes(user.id)) throw invalid({ user_already_reacted: true });
  if (known) known.users.push(user.id);
  else comment.reactions.push(newReaction(stand, comment, user, emoji));
  stand.notes.save(note);
  return empty(201);
}

// What the real server says at the sixteenth was never seen; it is a 400.
function newReaction({ switches, clock }, comment, user, emoji) {
  if (switches.atLeast('5.3.0') && comment.reactions.length >= MOST) throw invalid({ emoji: [`A comment cannot have more than ${MOST} different reactions.`] });
  return { id: crypto.randomUUID(), emoji, createdAt: clock.micros(), users: [user.id] };
}

export function unreact(stand, exchange) {
  const { note, comment } = openComment(stand, exchange, 'reactions');
  const emoji = readEmoji(stand, exchange);
  const reaction = comment.reactions.find((one) => one.emoji === emoji && one.users.includes(exchange.user.id));
  if (!reaction) throw new Refusal(json(404, { detail: 'Reaction not found.' }));
  reaction.users = reaction.users.filter((id) => id !== exchange.user.id);
  comment.reactions = comment.reactions.filter(({ users }) => users.length > 0);
  stand.notes.save(note);
  return empty(204);
}

/** Before 5.0 any text was an emoji. */
function readEmoji({ switches }, { body: { emoji } }) {
  if (emoji === undefined) throw invalid({ emoji: ['This field is required.'] });
  if (typeof emoji !== 'string') throw invalid({ emoji: [emoji === null ? 'This field may not be null.' : 'Not a valid string.'] });
  if (emoji === '') throw invalid({ emoji: ['This field may not be blank.'] });
  if (switches.atLeast('5.0.0') && !EMOJI.test(emoji)) throw invalid({ emoji: ['Reaction must be a single valid emoji.'] });
  return emoji;
}
