// The window's part of the house style, as far as a machine can hold it.
import jsxA11y from "eslint-plugin-jsx-a11y";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const features = ["account", "assistant", "chat", "notes", "search"];
const tauri = { group: ["@tauri-apps/*"], message: "only backend/ speaks to the shell" };
const app = { group: ["**/app/*", "**/app/**"], message: "app/ composes the features; none of them knows it" };
const memo = {
  name: "react",
  importNames: ["useMemo", "useCallback", "memo"],
  message: "the React compiler does the memoising",
};
const effect = {
  name: "react",
  importNames: [...memo.importNames, "useEffect", "useLayoutEffect"],
  message: "effects are for the world outside React: backend/, kit/ and notes/replica.ts; memoising is the compiler's",
};
const othersOf = (feature) => ({
  group: features.filter((other) => other !== feature).map((other) => `**/${other}/*`),
  message: "features never import one another; app/ composes them",
});
const imports = (paths, patterns) => ({ "no-restricted-imports": ["error", { paths, patterns }] });
const banned = [
  { selector: "ExportDefaultDeclaration", message: "no default exports" },
  { selector: "ExportAllDeclaration", message: "no barrel files" },
];

export default tseslint.config(
  { ignores: ["dist", "node_modules", "src/backend/generated"] },
  ...tseslint.configs.strict,
  jsxA11y.flatConfigs.recommended,
  reactHooks.configs.flat.recommended,
  {
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/no-invalid-void-type": "off",
      "jsx-a11y/no-autofocus": "off",
      "max-lines": ["error", 400],
      "max-params": ["error", 4],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  {
    files: ["src/**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/consistent-type-assertions": ["error", { assertionStyle: "never" }],
      "no-restricted-syntax": ["error", ...banned],
      ...imports([effect], [tauri]),
    },
  },
  ...features.map((feature) => ({
    files: [`src/${feature}/**/*.{ts,tsx}`],
    rules: imports([effect], [tauri, app, othersOf(feature)]),
  })),
  {
    files: ["src/kit/**/*.{ts,tsx}", "src/text/**/*.{ts,tsx}"],
    rules: imports([memo], [tauri, app, othersOf("")]),
  },
  {
    files: ["src/notes/replica.ts"],
    rules: imports([memo], [tauri, app, othersOf("notes")]),
  },
  {
    files: ["src/backend/**/*.ts"],
    rules: { "@typescript-eslint/consistent-type-assertions": "off", ...imports([memo], [app, othersOf("")]) },
  },
);
