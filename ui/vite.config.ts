// How the window is built and tested. Nothing is inlined as script: the content policy forbids it.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react({ babel: { plugins: ["babel-plugin-react-compiler"] } })],
  clearScreen: false,
  build: { target: ["safari18", "chrome123"], modulePreload: { polyfill: false }, chunkSizeWarningLimit: 1500 },
  test: {
    environment: "jsdom",
    setupFiles: ["tests/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
    // A machine that is busy is slow, not wrong.
    testTimeout: 30_000,
  },
});
