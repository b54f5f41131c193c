// The languages of a code block, by the names that browsers write into a note, so that the same block is named the same in
// both. Those that can be coloured here are in `code-colours.ts`; another one is shown as it is.

type Language = { name: string; aliases?: string[] };

export const languages: Record<string, Language> = {
  text: { name: "Text", aliases: ["txt", "plain", "plaintext"] },
  c: { name: "C" },
  cpp: { name: "C++", aliases: ["c++"] },
  csharp: { name: "C#", aliases: ["c#", "cs"] },
  css: { name: "CSS" },
  glsl: { name: "GLSL" },
  go: { name: "Go", aliases: ["golang"] },
  graphql: { name: "GraphQL", aliases: ["gql"] },
  haml: { name: "Ruby Haml" },
  haskell: { name: "Haskell", aliases: ["hs"] },
  html: { name: "HTML" },
  java: { name: "Java" },
  javascript: { name: "JavaScript", aliases: ["js"] },
  json: { name: "JSON" },
  jsonc: { name: "JSON with Comments" },
  jsonl: { name: "JSON Lines" },
  jsx: { name: "JSX" },
  julia: { name: "Julia", aliases: ["jl"] },
  kotlin: { name: "Kotlin", aliases: ["kt", "kts"] },
  latex: { name: "LaTeX" },
  less: { name: "Less" },
  lua: { name: "Lua" },
  markdown: { name: "Markdown", aliases: ["md"] },
  mdx: { name: "MDX" },
  mermaid: { name: "Mermaid", aliases: ["mmd"] },
  "objective-c": { name: "Objective C", aliases: ["objc"] },
  php: { name: "PHP" },
  postcss: { name: "PostCSS" },
  pug: { name: "Pug", aliases: ["jade"] },
  python: { name: "Python", aliases: ["py"] },
  r: { name: "R" },
  regexp: { name: "RegExp", aliases: ["regex"] },
  ruby: { name: "Ruby", aliases: ["rb"] },
  rust: { name: "Rust", aliases: ["rs"] },
  sass: { name: "Sass" },
  scala: { name: "Scala" },
  scss: { name: "SCSS" },
  shellscript: { name: "Shell", aliases: ["bash", "sh", "shell", "zsh", "console"] },
  sql: { name: "SQL" },
  svelte: { name: "Svelte" },
  swift: { name: "Swift" },
  tsx: { name: "TSX", aliases: ["typescriptreact"] },
  typescript: { name: "TypeScript", aliases: ["ts"] },
  vue: { name: "Vue" },
  "vue-html": { name: "Vue HTML" },
  wasm: { name: "WebAssembly" },
  wgsl: { name: "WGSL" },
  xml: { name: "XML" },
  yaml: { name: "YAML", aliases: ["yml"] },
};

/** The name that a note has for a language that is called so; what has none here keeps its own. */
export function languageOf(called: string): string {
  const wanted = called.trim().toLowerCase();
  if (wanted === "") return "text";
  return Object.entries(languages).find(([id, { aliases = [] }]) => id === wanted || aliases.includes(wanted))?.[0] ?? wanted;
}
