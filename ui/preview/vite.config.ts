// Looks at the window without the program behind it. Never part of the bundle: `npm run build` knows nothing of it.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  root: new URL(".", import.meta.url).pathname,
  plugins: [react({ babel: { plugins: ["babel-plugin-react-compiler"] } })],
  build: { outDir: "../node_modules/.preview", emptyOutDir: true, target: "safari18" },
  // The content policy of the program, without the parts that only its shell serves.
  preview: {
    headers: {
      "Content-Security-Policy":
        "default-src 'self'; connect-src 'self' attache-media:; img-src 'self' blob: data:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; object-src 'none'; frame-src 'none'; base-uri 'none'; form-action 'none'",
    },
  },
  server: { port: 1421, strictPort: true, host: "127.0.0.1" },
});
