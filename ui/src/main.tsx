// Starts the window: fonts, tokens, the one stream of events, and the first screen.
import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./styles/tokens.css";
import "./styles/base.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { listen } from "./app/stream";
import { NoBridge } from "./app/NoBridge";
import { toFailure } from "./backend/call";

const root = document.getElementById("root");
if (root) {
  const window = createRoot(root);
  window.render(<StrictMode><App /></StrictMode>);
  listen().catch((error: unknown) => { window.render(<NoBridge failure={toFailure(error)} />); });
}
