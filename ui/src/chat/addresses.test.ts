import { expect, test } from "vitest";
import { mayBeNote, piecesOf } from "./addresses";

const addresses = (text: string) => piecesOf(text).flatMap((piece) => (piece.isAddress ? [piece.text] : []));

test.each([
  ["See https://example.org/a?b=c#d, please.", ["https://example.org/a?b=c#d"]],
  ["(https://example.org/a)", ["https://example.org/a"]],
  ["https://example.org/wiki/Elbe_(Fluss).", ["https://example.org/wiki/Elbe_(Fluss)"]],
  ["(see https://example.org/a).", ["https://example.org/a"]],
  ["« https://example.org/ »", ["https://example.org/"]],
  ["HTTP://example.org http://a.example", ["HTTP://example.org", "http://a.example"]],
  ["https://example.org/\u202egnp.exe", ["https://example.org/"]],
  ["javascript:alert(1) file:///etc/passwd example.org", []],
  ["https:// http://", []],
])("%s", (text, expected) => {
  expect(addresses(text)).toEqual(expected);
  expect(piecesOf(text).map((piece) => piece.text).join("")).toBe(text);
});

test("a message that means harm is read as quickly as any other", () => {
  const long = `https://example.org/${"a".repeat(3_000)}`;
  for (const end of [")", ".", "(", "x)."]) {
    const text = `https://example.org/${end.repeat(100_000)}x https://example.org/${end.repeat(900)} ${long}`;
    expect(piecesOf(text).map((piece) => piece.text).join("")).toBe(text);
    expect(addresses(text)).not.toContain(long);
  }
});

test("only what looks like the address of a note is asked about", () => {
  const note = "https://docs.example/docs/7b0f6a52-8d4b-4f0a-9b57-0f3f4d7a0001";
  expect([note, `${note}/`, `${note}/?a`, `${note}/x`, "https://docs.example/docs/"].map(mayBeNote)).toEqual([true, true, true, false, false]);
});
