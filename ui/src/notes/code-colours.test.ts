// The colours of every language, as the shell lets a page live: with what all objects inherit frozen.
import { expect, test } from "vitest";
import { languages } from "./code-languages";

Object.freeze(Object.prototype);

const sample = `// one\nclass constructor { toString() { return "x" + 1; } }\n<a href="b">c</a> { key: value }\n# d`;

test("every language of the picker has its colours", async () => {
  const { highlighter } = await import("./code-colours");
  const made = await highlighter();
  for (const language of Object.values(made.getBundledLanguages())) await made.loadLanguage(language);
  const named = Object.keys(languages).filter((name) => name !== "text");
  expect(named.filter((name) => !made.getLoadedLanguages().includes(name))).toEqual([]);
  const failed = made.getLoadedLanguages().filter((lang) => {
    try {
      // Which names there are is known to its type, and here only to what was loaded.
      Reflect.apply(made.codeToTokens, made, [sample, { lang, theme: "window" }]);
      return false;
    } catch {
      return true;
    }
  });
  expect(failed).toEqual([]);
  const { tokens } = made.codeToTokens("let a = 1; // b", { lang: "javascript", theme: "window" });
  expect(new Set(tokens.flat().map(({ color }) => color)).size).toBeGreaterThan(2);
});
