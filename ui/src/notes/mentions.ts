// Mentions of people. Docs knows none: a mention is `@` and a name with a link to their address, which Docs shows as a link.
// Here it looks like what it is; the text is not touched by that, and nobody is let into a note by being mentioned.
import { createExtension } from "@blocknote/core";
import { Fragment, type Node, Slice } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { shownName } from "./presence";

/** Somebody who can be mentioned. */
export type Mentionable = {
  name: string;
  /** What tells them from others of that name. */
  address: string;
  href: string;
};

/** More are found by typing on. */
const MOST = 8;
const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const MATRIX = /^@[^\s:/?#]+:[^\s/?#]+$/;
const MENTION = /^(?:mailto:[^?]+$|https:\/\/matrix\.to\/#\/@)/;

/** Somebody with this name and address: one of mail, or a Matrix id. None: there is nothing that a mention could lead to. */
export function mentionable(name: string, address: string | null): Mentionable[] {
  const href = address === null ? null : hrefOf(address);
  if (address === null || href === null) return [];
  return [{ name: shownName(name).replace(/^@+/, "") || address.replace(/^@/, ""), address, href }];
}

function hrefOf(address: string): string | null {
  // A sign in an address would begin what else the mail should say.
  if (MAIL.test(address)) return `mailto:${encodeURIComponent(address).replace("%40", "@")}`;
  return MATRIX.test(address) ? `https://matrix.to/#/${address}` : null;
}

/** Those whose name or address has these words, each of them once, in the order in which they were given. */
export function matching(people: readonly Mentionable[], query: string): Mentionable[] {
  const words = query.toLocaleLowerCase().split(/\s+/);
  const found = people.filter(({ name, address }) => words.every((word) => `${name} ${address}`.toLocaleLowerCase().includes(word)));
  const places = found.map(({ href }) => href.toLowerCase());
  return found.filter((_, index) => places.indexOf(places[index] ?? "") === index).slice(0, MOST);
}

/** Writes a mention where the agent writes. */
export function insertMention(view: EditorView, { name, href }: Mentionable): void {
  const { schema, tr } = view.state;
  const written = Fragment.from([schema.text(`@${name}`, [schema.mark("link", { href })]), schema.text(" ")]);
  view.dispatch(tr.replaceSelection(new Slice(written, 0, 0)).scrollIntoView());
}

const key = new PluginKey<DecorationSet>("mentionChips");

/** Draws mentions as such. */
export const mentionChips = createExtension({
  key: "mentionChips",
  prosemirrorPlugins: [
    new Plugin<DecorationSet>({
      key,
      state: { init: (_, { doc }) => chipsIn(doc), apply: (step, chips) => (step.docChanged ? chipsIn(step.doc) : chips) },
      props: { decorations: (state) => key.getState(state) },
    }),
  ],
});

function chipsIn(doc: Node): DecorationSet {
  const chips: Decoration[] = [];
  doc.descendants((node, from) => {
    if (isMention(node)) chips.push(Decoration.inline(from, from + node.nodeSize, { class: "note-mention" }));
  });
  return DecorationSet.create(doc, chips);
}

function isMention({ text, marks }: Node): boolean {
  const href: unknown = marks.find(({ type }) => type.name === "link")?.attrs["href"];
  return text !== undefined && /^@\S/.test(text) && typeof href === "string" && MENTION.test(href);
}
