// Those who were seen in the rooms that are open. Pure.
import type { Person } from "../backend/generated/Person";
import type { ChatState } from "./store";

/** By their last name, and without the agent. */
export function peopleIn({ timelines }: Pick<ChatState, "timelines">): Person[] {
  const people = new Map<string, Person>();
  const own = new Set<string>();
  for (const { content } of Object.values(timelines).flat()) {
    if (content.type === "message" && content.own) own.add(content.sender.id);
    const person = "sender" in content ? content.sender : content.type === "membership" && content.change === "joined" ? content.person : null;
    if (person !== null) people.set(person.id, person);
  }
  return [...people.values()].filter(({ id }) => !own.has(id));
}
