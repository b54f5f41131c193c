// A page without a screen: what an editor finds in a browser and Node has not. Imported for what it does, before any
// module that looks for it. It lays nothing out, so nobody may ask where something is.
import { JSDOM } from 'jsdom';

const { window } = new JSDOM('<!doctype html><body></body>', { url: 'https://docs.example/', pretendToBeVisual: true });

for (const name of Object.getOwnPropertyNames(window)) {
  if (!(name in globalThis)) Object.defineProperty(globalThis, name, { value: window[name], configurable: true, writable: true });
}
window.matchMedia = (media) => ({ matches: false, media, addEventListener() {}, removeEventListener() {} });
globalThis.ResizeObserver = class { observe() {} unobserve() {} disconnect() {} };
// The editor asks what lies under the pointer and how large it is; without a layout that is nothing.
window.document.elementFromPoint = () => null;
window.document.elementsFromPoint = () => [];
window.Range.prototype.getClientRects = () => [];
window.Range.prototype.getBoundingClientRect = () => new window.DOMRect();
