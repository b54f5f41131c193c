// Before every test: a clean document and what jsdom lacks.
import { cleanup } from "@testing-library/react";
import { clearMocks } from "@tauri-apps/api/mocks";
import { afterEach } from "vitest";

afterEach(() => {
  cleanup();
  clearMocks();
});

window.matchMedia ??= (query) => ({
  matches: false,
  media: query,
  onchange: null,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
  dispatchEvent: () => false,
});
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};

// React Aria finds its rows by escaped ids; ours hold nothing that would need it, but for the marks of Matrix ids.
globalThis.CSS ??= Object.create({ escape: (id: string) => id.replace(/[^\w-]/g, (letter) => `\\${letter}`) });
// Nothing has a place without a layout.
Range.prototype.getClientRects ??= () => Object.assign([], { item: () => null });
Range.prototype.getBoundingClientRect ??= () => new DOMRect();
// The editor asks what lies under the pointer; without a layout that is nothing.
document.elementFromPoint ??= () => null;
document.elementsFromPoint = () => [];
globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, "\\$&") } as typeof CSS;
