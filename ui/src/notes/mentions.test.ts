// A mention is plain text with a link, looks like a mention, and leads where its name says.
import { BlockNoteEditor } from "@blocknote/core";
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";
import { outlineOf } from "../../tests/blocks";
import { block, noteOf } from "../../tests/note";
import { textOf } from "../text/use-text";
import { insertMention, matching, mentionable, mentionChips } from "./mentions";
import { schema } from "./schema";

const { notes: words } = textOf("en");

afterEach(() => { document.body.replaceChildren(); });

function writing() {
  const doc = noteOf([block("a", "Ask ")]);
  const editor = BlockNoteEditor.create({
    schema: schema({ ...words.blocks, untitled: words.untitled }, () => undefined),
    extensions: [mentionChips],
    collaboration: { fragment: doc.getXmlFragment("document-store"), user: { name: "Alice", color: "#0b6e99" } },
  });
  editor.mount(document.body.appendChild(document.createElement("div")));
  editor.setTextCursorPosition("a", "end");
  return { doc, editor };
}

const chips = () => [...document.querySelectorAll(".note-mention")].map((chip) => chip.textContent);

test.each([
  ["anna@example.org", "mailto:anna@example.org"],
  ["a.b+c@example.org", "mailto:a.b%2Bc@example.org"],
  ["a?bcc=x@example.org", "mailto:a%3Fbcc%3Dx@example.org"],
  ["@anna:example.org", "https://matrix.to/#/@anna:example.org"],
])("a mention of %s leads to %s", (address, href) => {
  expect(mentionable("Anna", address)).toEqual([{ name: "Anna", address, href }]);
});

test.each([null, "", "anna", "8a7e-uuid", "@anna", "javascript:alert(1)", "@anna:fr/?x"])("who has only %s cannot be mentioned", (address) => {
  expect(mentionable("Anna", address)).toEqual([]);
});

test("a name that hides something is shown without it, and one that is empty is an address", () => {
  const names = ["\u202egnp.exe", "@anna", "  ", "@@"].map((name) => mentionable(name, "@anna:example.org")[0]?.name);
  expect(names).toEqual(["gnp.exe", "anna", "anna:example.org", "anna:example.org"]);
});

test("people are found by parts of name and address, and each of them once", () => {
  const people = [["Anna Kowalska", "anna@example.org"], ["Jonas Weber", "jonas@example.org"], ["A. Kowalska", "Anna@example.org"], ["Anna Kowalska", "@anna:example.org"]].flatMap(([name = "", address = ""]) => mentionable(name, address));
  const found = (query: string) => matching(people, query).map(({ address }) => address);
  expect(found("")).toEqual(["anna@example.org", "jonas@example.org", "@anna:example.org"]);
  expect(found("kow ann")).toEqual(["anna@example.org", "@anna:example.org"]);
  expect(found("JONAS@")).toEqual(["jonas@example.org"]);
  expect(found("nobody")).toEqual([]);
});

test("a mention is written as text with a link, and what follows it is none", () => {
  const { editor } = writing();
  for (const person of mentionable("Anna Kowalska", "anna@example.org")) insertMention(editor.prosemirrorView, person);
  editor.transact((step) => step.insertText("soon"));
  expect(outlineOf(editor.document)[0]).toBe("paragraph Ask [@Anna Kowalska](mailto:anna@example.org) soon");
  expect(chips()).toEqual(["@Anna Kowalska"]);
});

test("a link is drawn as a mention by its words and its address, without touching the text", () => {
  const { doc, editor } = writing();
  const write = (text: string, href: string) => { editor.insertInlineContent([{ type: "link", href, content: text }, " "]); };
  write("@Anna", "mailto:anna@example.org");
  write("@Jonas", "https://matrix.to/#/@jonas:example.org");
  write("Anna", "mailto:anna@example.org");
  write("@home", "https://www.example.org/");
  write("@Anna", "mailto:anna@example.org?bcc=x@example.org");
  expect(chips()).toEqual(["@Anna", "@Jonas"]);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  expect(other.getXmlFragment("document-store").toString()).not.toContain("note-mention");
});
