// A colour or a size literal outside styles/ is an error: everything is drawn from the tokens.
const colour = "/(#[0-9a-f]{3,8}\\b|\\b(rgb|rgba|hsl|hsla|oklch|oklab|lab|lch)\\()/i";
const size = "/(^|[\\s(,+*/-])-?(\\d*\\.)?\\d*[1-9]\\d*(px|rem|em|ch|vh|vw|ms|s)\\b/";

export default {
  ignoreFiles: ["dist/**", "src/styles/**", "node_modules/**"],
  rules: {
    "declaration-property-value-disallowed-list": { "/.*/": [colour, size] },
    "color-named": "never",
    "declaration-no-important": true,
    "block-no-empty": true,
    "property-no-unknown": [true, { ignoreProperties: ["composes"] }],
    "declaration-block-no-duplicate-properties": true,
    "no-duplicate-selectors": true,
  },
};
