import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["assets/**/*.js"],
    languageOptions: { globals: globals.browser, sourceType: "module" },
    rules: {
      "no-redeclare": "error",
      "no-shadow": "error",
      "no-use-before-define": ["error", { functions: false, variables: false }],
      "no-unused-vars": ["error", { caughtErrors: "none" }],
      "no-var": "error",
      "prefer-const": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["frontend/*.mjs", "tests/scripts/**/*.mjs"],
    languageOptions: { globals: globals.node, sourceType: "module" },
  },
];
