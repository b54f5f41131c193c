import { expect, test } from "vitest";
import type { ItemContent } from "../backend/generated/ItemContent";
import { peopleIn } from "./people";

const said = (id: string, name: string, own = false): ItemContent => ({ type: "message", sender: { id, name }, text: "x", own, edited: false, state: { type: "sent" } });
const row = (content: ItemContent, index: number) => ({ id: index.toString(), time: 0, content });

test("those who wrote or came are known by their last name, and the agent is not among them", () => {
  const joined: ItemContent = { type: "membership", person: { id: "@carl:de", name: "Carl" }, change: "joined" };
  const left: ItemContent = { type: "membership", person: { id: "@dora:de", name: "Dora" }, change: "left" };
  const rooms = [[said("@anna:de", "Anna"), said("@me:fr", "Me", true), joined, left, { type: "day" } as const], [said("@anna:de", "Anna K."), said("@me:fr", "Me")]];
  const timelines = Object.fromEntries(rooms.map((items, index) => [index.toString(), items.map(row)]));
  expect(peopleIn({ timelines })).toEqual([{ id: "@anna:de", name: "Anna K." }, { id: "@carl:de", name: "Carl" }]);
});
