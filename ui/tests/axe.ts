// Checks what a component drew with axe. Contrast is looked at in the real window: jsdom has no colours. What React
// Aria keeps beside the page to speak through is left out.
import axe from "axe-core";
import { expect } from "vitest";

export const expectNoViolations = async (container: Element = document.body): Promise<void> => {
  const { violations } = await axe.run({ include: container, exclude: "[data-live-announcer]" }, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
};
