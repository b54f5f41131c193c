// Checks what a component drew with axe. Contrast is looked at in the real window: jsdom has no colours.
import axe from "axe-core";
import { expect } from "vitest";

export const expectNoViolations = async (container: Element = document.body): Promise<void> => {
  const { violations } = await axe.run(container, { rules: { "color-contrast": { enabled: false }, region: { enabled: false } } });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)).toEqual([]);
};
