// Finds the addresses in a message, which is plain text. Pure.

export type Piece = { text: string; isAddress: boolean };

/** Ends at space, and at what shows nothing or turns the letters round. */
const ADDRESS = /https?:\/\/[^\s<>"\p{Cc}\p{Cf}]+/giu;
/** Nobody writes longer ones, and whoever sends them means harm. */
const LONGEST = 2_000;
/** They end a sentence. */
const ENDS = ".,;:!?'’”»…";
const NOTE = /\/docs\/[0-9a-f-]{36}\/?(?:[?#]|$)/i;

/** The text in pieces; together they are the text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  const add = (to: number, isAddress: boolean) => {
    if (to > end) pieces.push({ text: text.slice(end, to), isAddress });
    end = to;
  };
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    if (found.length > LONGEST) continue;
    const address = withoutEnd(found);
    if (!URL.canParse(address)) continue;
    add(index, false);
    add(index + address.length, true);
  }
  add(text.length, false);
  return pieces;
}

/** Whether it is worth asking which note is there. */
export const mayBeNote = (address: string): boolean => NOTE.test(address);

/** What ends a sentence does not belong to the address, and a bracket only when it was opened in it. */
function withoutEnd(found: string): string {
  let unopened = 0;
  for (const sign of found) unopened += sign === ")" ? 1 : sign === "(" ? -1 : 0;
  let end = found.length;
  for (; end > 0; end -= 1) {
    const last = found.charAt(end - 1);
    if (last === ")" && unopened > 0) unopened -= 1;
    else if (!ENDS.includes(last)) break;
  }
  return found.slice(0, end);
}
