// The versions of the note of the scenes: `&history=empty`, `many`, `offline`, `failed`, `odd`, `long`. Invented texts only.
import * as Y from "yjs";
import type { Version } from "../src/backend/generated/Version";
import type { Versions } from "../src/backend/generated/Versions";
import { block, noteOf, table, type Written } from "../tests/note";
import { now } from "./scenes";

const HOUR = 3_600_000;
const version = (id: string, hours: number, origin: Version["origin"]): Version => ({ id, at: now - hours * HOUR, origin });
const point = (id: string, text: string, rest: Partial<Written> = {}) => block(id, text, { name: "bulletListItem", ...rest });
const check = (id: string, text: string, checked: boolean) => block(id, text, { name: "checkListItem", attributes: { checked } });
const title = (id: string, text: string, level: number) => block(id, text, { name: "heading", attributes: { level, isToggleable: false } });
const picture = (id: string, name: string): Written => ({ id, name: "image", attributes: { name, url: "https://docs.mer.example/media/x.png", caption: "", showPreview: true, textAlignment: "left", backgroundColor: "default" } });
const link = (name: string) => ({ name: "interlinkingLinkInline", attributes: { docId: "n2", disabled: false, trigger: "@", title: name } });

const text: Written[] = [
  title("h1", "Mission report, Berlin", 1),
  block("p1", "The working group met in Berlin on 17 November with eleven delegates from five administrations. The exchange of water level data begins in March, and the costs of the repair are shared by the four riparian states."),
  title("h2", "Decisions", 2),
  point("l1", "The lock at Niederfinow is repaired first.", { inside: [point("l2", "Start of works: 2 February"), point("l3", "The tender is published in December.")] }),
  point("l4", "The format of the data follows the draft of the Dutch delegation."),
  block("n1", "Paris writes the minutes.", { name: "numberedListItem" }),
  block("n2", "Warsaw invites to the next meeting.", { name: "numberedListItem" }),
  check("c1", "Book the room", true),
  check("c2", "Send the agenda", false),
  block("p2", ["The background is in ", link("Cabinet"), "."]),
  table("t1", [["Point", "Who", "Until"], ["Locks", "Berlin", "June"], ["Data", "Paris", "March"], ["Minutes", "Paris", "December"]]),
  picture("i1", "lock-niederfinow.png"),
  block("q1", "Water knows no borders.", { name: "quote", attributes: {} }),
  block("x1", "level = gauge.read()\nsend(level)", { name: "codeBlock", attributes: { language: "text" } }),
  block("e1", "The next meeting is in Warsaw.", { name: "callout", attributes: { backgroundColor: "yellow", emoji: "💡" } }),
];

const older: Written[] = [
  title("h1", "Mission report, Berlin", 1),
  block("p1", "The working group met in Berlin on 17 November with nine delegates from five administrations. The exchange of water level data begins in May, and nobody has said yet who pays for the repair."),
  title("h2", "Decisions", 3),
  point("l4", "The format of the data follows the draft of the Dutch delegation."),
  point("l1", "The lock at Niederfinow is repaired first.", { inside: [point("l2", "Start of works: 2 January")] }),
  block("n1", "Paris writes the minutes.", { name: "numberedListItem" }),
  check("c1", "Book the room", false),
  check("c2", "Send the agenda", false),
  block("p2", ["The background is in ", link("Cabinet"), "."]),
  block("g1", "<b>This sentence was \u202edeleted\u202c</b>, with its signs."),
  table("t1", [["Point", "Who", "Until"], ["Locks", "Paris", "June"], ["Data", "Paris", "May"]]),
  picture("i2", "old-map.png"),
  picture("i1", "lock.png"),
  block("q1", "Water knows no borders.", { name: "quote", attributes: {} }),
  block("x1", "level = gauge.read()", { name: "codeBlock", attributes: { language: "text" } }),
  block("e1", "The next meeting is in Warsaw.", { name: "callout", attributes: { backgroundColor: "blue", emoji: "💡" } }),
];

const odd: Written = { id: "o1", name: "columnList", children: [{ name: "column", children: ["A text in a column"] }] };
const long = Array.from({ length: 2000 }, (_, index) => block(`k${index.toString()}`, `Paragraph ${index.toString()} of a long note that nobody changed.`));

const bytes = (blocks: Written[]) => Y.encodeStateAsUpdate(noteOf(blocks));

/** What the scheme serves of the note: its text, or that of a version. */
export const noteBytes = (path: string, kind: string): Uint8Array => {
  const around = kind === "long" ? long : [];
  if (!path.includes("/versions/")) return bytes([...around.slice(0, 1000), ...text, ...around.slice(1000)]);
  if (path.includes("/v2/")) return bytes([title("h1", "Mission report", 1)]);
  return bytes([...around.slice(0, 1000), ...older, ...(kind === "odd" ? [odd] : []), ...around.slice(1000)]);
};

export const versions = (kind: string): Versions => {
  const few = [version("v1", 2, "here"), version("v2", 5, "server"), version("v3", 28, "server"), version("v4", 29, "here"), version("v5", 200, "server")];
  const many = Array.from({ length: 600 }, (_, index) => version(`m${index.toString()}`, index * 1.7, index % 5 === 0 ? "here" : "server"));
  if (kind === "empty") return { versions: [], complete: false };
  if (kind === "offline") return { versions: few.filter(({ origin }) => origin === "here"), complete: false };
  return { versions: kind === "many" ? many : few, complete: true };
};
