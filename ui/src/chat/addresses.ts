// Finds the addresses in a message, which is plain text. Pure.

export type Piece = { text: string; isAddress: boolean };

/** Ends at space, and at what shows nothing or turns the letters round. */
const ADDRESS = /https?:\/\/[^\s<>"\p{Cc}\p{Cf}]+/giu;
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
  const address = found.replace(/[.,;:!?'’”»…]+$/u, "");
  const unopened = address.endsWith(")") && address.split(")").length > address.split("(").length;
  return unopened ? withoutEnd(address.slice(0, -1)) : address;
}
