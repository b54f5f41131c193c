// Starts the window: fonts, tokens, the one stream of events, and the first screen.
import "@fontsource-variable/inter";
import "@fontsource-variable/jetbrains-mono";
import "./styles/tokens.css";
import "./styles/base.css";
