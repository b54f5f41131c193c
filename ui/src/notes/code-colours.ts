// The colours of code. Loaded with the first block of code that is shown, and each language with the first block in it.
// Its expressions are written in JavaScript: nothing is compiled here, which the content policy would forbid.
import { createBundledHighlighter, createCssVariablesTheme } from "@shikijs/core";
import { createJavaScriptRawEngine } from "@shikijs/engine-javascript/raw";

/** The colours are names of tokens, so that light, dark and forced colours are the window's. */
const made = createCssVariablesTheme({ name: "window", variablePrefix: "--code-", fontStyle: false });

/** The shell freezes what all objects inherit: a scope named like a part of that, as `constructor`, could not be stored. */
const inherited = (scope: string) => scope.split(/[.\s]+/).some((part) => part in Object.prototype);

const theme = {
  ...made,
  tokenColors: (made.tokenColors ?? []).map(({ scope = [], settings }) => ({
    scope: [scope].flat().filter((one) => !inherited(one)),
    settings,
  })),
};

const create = createBundledHighlighter({
  langs: {
    c: () => import("@shikijs/langs-precompiled/c"),
    cpp: () => import("@shikijs/langs-precompiled/cpp"),
    csharp: () => import("@shikijs/langs-precompiled/csharp"),
    css: () => import("@shikijs/langs-precompiled/css"),
    glsl: () => import("@shikijs/langs-precompiled/glsl"),
    go: () => import("@shikijs/langs-precompiled/go"),
    graphql: () => import("@shikijs/langs-precompiled/graphql"),
    haml: () => import("@shikijs/langs-precompiled/haml"),
    haskell: () => import("@shikijs/langs-precompiled/haskell"),
    html: () => import("@shikijs/langs-precompiled/html"),
    java: () => import("@shikijs/langs-precompiled/java"),
    javascript: () => import("@shikijs/langs-precompiled/javascript"),
    json: () => import("@shikijs/langs-precompiled/json"),
    jsonc: () => import("@shikijs/langs-precompiled/jsonc"),
    jsonl: () => import("@shikijs/langs-precompiled/jsonl"),
    jsx: () => import("@shikijs/langs-precompiled/jsx"),
    julia: () => import("@shikijs/langs-precompiled/julia"),
    kotlin: () => import("@shikijs/langs-precompiled/kotlin"),
    latex: () => import("@shikijs/langs-precompiled/latex"),
    less: () => import("@shikijs/langs-precompiled/less"),
    lua: () => import("@shikijs/langs-precompiled/lua"),
    markdown: () => import("@shikijs/langs-precompiled/markdown"),
    mdx: () => import("@shikijs/langs-precompiled/mdx"),
    mermaid: () => import("@shikijs/langs-precompiled/mermaid"),
    "objective-c": () => import("@shikijs/langs-precompiled/objective-c"),
    php: () => import("@shikijs/langs-precompiled/php"),
    postcss: () => import("@shikijs/langs-precompiled/postcss"),
    pug: () => import("@shikijs/langs-precompiled/pug"),
    python: () => import("@shikijs/langs-precompiled/python"),
    r: () => import("@shikijs/langs-precompiled/r"),
    regexp: () => import("@shikijs/langs-precompiled/regexp"),
    ruby: () => import("@shikijs/langs-precompiled/ruby"),
    rust: () => import("@shikijs/langs-precompiled/rust"),
    sass: () => import("@shikijs/langs-precompiled/sass"),
    scala: () => import("@shikijs/langs-precompiled/scala"),
    scss: () => import("@shikijs/langs-precompiled/scss"),
    shellscript: () => import("@shikijs/langs-precompiled/shellscript"),
    sql: () => import("@shikijs/langs-precompiled/sql"),
    svelte: () => import("@shikijs/langs-precompiled/svelte"),
    swift: () => import("@shikijs/langs-precompiled/swift"),
    tsx: () => import("@shikijs/langs-precompiled/tsx"),
    typescript: () => import("@shikijs/langs-precompiled/typescript"),
    vue: () => import("@shikijs/langs-precompiled/vue"),
    "vue-html": () => import("@shikijs/langs-precompiled/vue-html"),
    wasm: () => import("@shikijs/langs-precompiled/wasm"),
    wgsl: () => import("@shikijs/langs-precompiled/wgsl"),
    xml: () => import("@shikijs/langs-precompiled/xml"),
    yaml: () => import("@shikijs/langs-precompiled/yaml"),
  },
  themes: {},
  engine: () => createJavaScriptRawEngine(),
});

export const highlighter = () => create({ themes: [theme], langs: [] });
