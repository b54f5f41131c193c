// A block of code: coloured, with the language it is in, without a spell check, and lines that Tab moves. Which language a block says it is in is
// never changed by showing it, also where it is none of ours.
import { createExtension } from "@blocknote/core";
import { createCodeBlockSpec } from "@blocknote/core/blocks";
import { keymap } from "prosemirror-keymap";
import type { Command, Transaction } from "prosemirror-state";
import { languageOf, languages } from "./code-languages";

/** The block, and what its picker is called. */
export function codeBlock(label: string) {
  const plain = createCodeBlockSpec({
    indentLineWithTab: false,
    supportedLanguages: languages,
    createHighlighter: () => import("./code-colours").then(({ highlighter }) => highlighter()),
  });
  const { implementation } = plain;
  const render: typeof implementation.render = function (block, editor) {
    const made = implementation.render.call(this, block, editor);
    const picker = made.dom.querySelector("select");
    made.contentDOM?.setAttribute("spellcheck", "false");
    if (picker !== null) nameLanguage(picker, label, block.props.language);
    return made;
  };
  return { ...plain, implementation: { ...implementation, render } };
}

function nameLanguage(picker: HTMLSelectElement, label: string, language: string): void {
  picker.setAttribute("aria-label", label);
  const known = languageOf(language);
  if (languages[known] === undefined) picker.add(new Option(language, known));
  picker.value = known;
}

const STEP = "  ";
const STEP_BEFORE = /^(?:\t| {1,2})/;

/** The keys that move the lines of code that are selected in or out; with nothing selected, Tab writes where the cursor is. */
export const codeKeys = createExtension({ key: "codeKeys", prosemirrorPlugins: [keymap({ Tab: move("in"), "Shift-Tab": move("out") })] });

function move(way: "in" | "out"): Command {
  return ({ selection, tr }, dispatch) => {
    const { $from, $to, empty } = selection;
    if (!$from.sameParent($to) || $from.parent.type.spec.code !== true) return false;
    if (empty && way === "in") tr.insertText(STEP);
    else moveLines(tr, way);
    dispatch?.(tr);
    return true;
  };
}

function moveLines(tr: Transaction, way: "in" | "out"): void {
  const { $from, $to } = tr.selection;
  const code = $from.parent.textBetween(0, $from.parent.content.size, "", "\n");
  const begin = $from.start();
  // From the last line to the first, so that the places of those before stay.
  for (const at of lineStarts(code, $from.parentOffset, $to.parentOffset).reverse()) {
    const [space = ""] = STEP_BEFORE.exec(code.slice(at)) ?? [];
    if (way === "in") tr.insertText(STEP, begin + at);
    else if (space !== "") tr.delete(begin + at, begin + at + space.length);
  }
}

function lineStarts(code: string, from: number, to: number): number[] {
  const starts = [code.slice(0, from).lastIndexOf("\n") + 1];
  for (let end = code.indexOf("\n", from); end !== -1 && end < to; end = code.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}
