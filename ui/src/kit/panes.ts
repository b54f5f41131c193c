// F6 walks the panes: each has `data-pane`; under a dialog, those in it. The focus goes to what was focused there last, or to its first control.

const last = new WeakMap<Element, HTMLElement>();
const controls = "[aria-selected=true], [contenteditable=true], textarea, [tabindex='0'], input, button:not([disabled]), a[href]";

/** Moves the focus to the next pane, or to the one before. */
export const walkPanes = (step: 1 | -1): void => {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.closest("[inert], [aria-hidden=true]") === null);
  const current = panes.findIndex((pane) => pane.contains(document.activeElement));
  const here = panes[current];
  if (here && document.activeElement instanceof HTMLElement) last.set(here, document.activeElement);
  const next = panes[(current + step + panes.length) % panes.length];
  if (next) focusPane(next);
};

const focusPane = (pane: HTMLElement): void => {
  const remembered = last.get(pane);
  const target = remembered && pane.contains(remembered) ? remembered : pane.querySelector<HTMLElement>(controls);
  (target ?? pane).focus();
};
