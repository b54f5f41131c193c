import { expect, test } from "vitest";
import { values } from "./templates";

const now = Date.UTC(2026, 10, 25, 12);
const given = { agent: "Zoë Martin", participants: " A. Roux, B. Stein ", title: "", now };

test("blanks are filled in by their names in every language, as the reader's language writes them", () => {
  const text = (language: "fr" | "de" | "nl" | "en", name: string) => values(language, given).find((value) => value.name === name)?.text;
  expect(text("fr", "date")).toBe("25 novembre 2026");
  expect(text("de", "datum")).toBe("25. November 2026");
  expect(text("nl", "date")).toBe("25 november 2026");
  expect(text("en", "nom")).toBe("Zoë Martin");
  expect(text("de", "teilnehmende")).toBe("A. Roux, B. Stein");
});

test("what nobody has given stays to be filled in by hand", () => {
  expect(values("en", given).map(({ name }) => name)).not.toContain("title");
  expect(values("en", { ...given, agent: "", participants: " " }).map(({ name }) => name)).toEqual(["date", "datum"]);
});
