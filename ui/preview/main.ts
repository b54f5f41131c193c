// Plays a scene to the real window: `?scene=offline&language=de&theme=dark&press=rail-assistant,palette`.
import { mockConvertFileSrc, mockIPC } from "@tauri-apps/api/mocks";
import type { Event } from "../src/backend/generated/Event";
import { noteBytes, versions } from "./history";
import { conversation, scene, settings } from "./scenes";
import { colleagues, sharing } from "./sharing";

// The shell freezes it too: a library that cannot live with that must show here.
Object.freeze(Object.prototype);
mockConvertFileSrc("linux");

const query = new URLSearchParams(location.search);
const kind = query.get("history") ?? "";
const reach = window.fetch;
window.fetch = (input, init) => {
  const address = String(input);
  if (!address.startsWith("attache-media:")) return reach(input, init);
  if (!query.has("history") || !address.endsWith("/state")) return Promise.resolve(new Response(new Uint8Array([0, 0])));
  if (kind === "failed" && address.includes("/versions/")) return Promise.resolve(new Response(JSON.stringify({ code: "offline", detail: "asking for a version" }), { status: 503 }));
  return Promise.resolve(new Response(new Uint8Array(noteBytes(address, kind))));
};

let receive: (events: Event[]) => void = () => undefined;

mockIPC((command, args) => {
  const { name, channel } = args as { name?: string; channel?: { onmessage: typeof receive } };
  if (command === "subscribe" && channel) {
    receive = (events) => { channel.onmessage(events); };
    const language = query.get("language") as "fr" | null;
    receive([...scene(query.get("scene") ?? "desk"), settings(language, (query.get("theme") ?? "system") as "dark")]);
    return undefined;
  }
  if (name === "search") return [{ place: { type: "note", id: "n1" }, title: "Mission report, Berlin", snippet: "… the lock at Niederfinow …" }, { place: { type: "room", id: "!a" }, title: "Waterways, Franco-German", snippet: null }];
  if (name === "conversation_open") setTimeout(() => { receive(conversation(query.get("answer") ?? "done")); }, 0);
  if (name === "note_open") setTimeout(() => { receive([{ type: "noteOpened", note: "n1", here: true }]); }, 0);
  if (name === "account_recovery_key") return { key: "EsTx kQ9m 4hLp 2vNa W8cd 7fGj R3uB yZ5e" };
  if (name === "assistant_ask") return "c1";
  if (name === "sharing_read") return query.get("sharing") === "offline" ? Promise.reject({ code: "offline", detail: "asking for the note" }) : sharing(query.get("sharing") ?? "owner");
  if (name === "versions_list") return versions(kind);
  if (name === "colleagues_find") return query.has("nobody") ? [] : colleagues;
  if (name === "access_change") return Promise.reject({ code: "forbidden", detail: "changing an access: 403" });
  if (name === "profile_find") return Promise.reject({ code: "missing", detail: "no profile at waterways.example" });
  return null;
});

await import("../src/main");

const wait = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));
await wait(300);
for (const step of (query.get("press") ?? "").split(",").filter(Boolean)) {
  if (step.startsWith("key:")) {
    window.dispatchEvent(new KeyboardEvent("keydown", { key: step.slice(4), ctrlKey: true, bubbles: true }));
  } else if (step.startsWith("text:")) {
    const words = step.slice(5);
    [...document.querySelectorAll<HTMLElement>("button, [role=menuitem], [role=row], [role=treeitem], [role=tab]")].find((element) => element.textContent.includes(words))?.click();
  } else if (step.startsWith("focus:")) {
    document.querySelector<HTMLElement>(`[data-testid="${step.slice(6)}"]`)?.focus();
  } else if (step.startsWith("type:")) {
    document.execCommand("insertText", false, step.slice(5));
  } else {
    document.querySelector<HTMLElement>(`[data-testid="${step}"]`)?.click();
  }
  await wait(400);
}
document.title = "ready";
