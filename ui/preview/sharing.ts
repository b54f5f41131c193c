// How the note of the scenes is shared, for each who may look at it: `&sharing=reader`. Invented people only.
import type { Colleague } from "../src/backend/generated/Colleague";
import type { Member } from "../src/backend/generated/Member";
import type { Role } from "../src/backend/generated/Role";
import type { Sharing } from "../src/backend/generated/Sharing";

const all: Role[] = ["reader", "commenter", "editor", "administrator", "owner"];
const link: Role[] = ["reader", "commenter", "editor"];

const person = (id: string, name: string, email: string | null = null): Colleague => ({ id, name, email });

const member = (access: string, who: Colleague, rest: Partial<Member> = {}): Member => ({
  access, who, role: "editor", isMe: false, inherited: false, roles: all, removable: true, ...rest,
});

const me = person("u1", "Camille Moreau", "camille.moreau@mer.example");
const jonas = person("u2", "Jonas Weber", "jonas.weber@binnenschifffahrt.example");
const long = person("u4", "Maximiliane Freiin von Hohenstein-Oberwiesenthal zu Lübeck und Travemünde", "maximiliane.freiin-von-hohenstein-oberwiesenthal@wasserstrassen-und-schifffahrtsamt.example");
const hostile = person("u5", "<b>\u202egnp.exe</b>" + "W".repeat(80), "x@example.org");

export const colleagues: Colleague[] = [person("u7", "Joost de Vries", "j.devries@waterstad.example"), person("u8", "Johanna Schäfer", "johanna.schaefer@binnenschifffahrt.example"), { ...long, id: "u9" }];

const owner: Sharing = {
  address: "https://docs.mer.example/docs/n1/",
  link: { reach: "authenticated", role: "reader" },
  fromAbove: null,
  choices: [{ reach: "restricted", roles: [] }, { reach: "authenticated", roles: link }, { reach: "public", roles: link }],
  members: [
    member("m1", me, { isMe: true, role: "owner" }),
    member("m2", jonas, { role: "administrator" }),
    member("m3", person("u3", "Anna Kowalska", "anna.kowalska@zegluga.example"), { inherited: true, role: "reader", roles: [], removable: false }),
    member("m4", long, { role: "commenter" }),
    member("m5", hostile, { role: null }),
  ],
  invitations: [
    { id: "i1", email: "pieter.bakker@gemeente.example", role: "editor", expired: false },
    { id: "i2", email: "old@address.example", role: "reader", expired: true },
  ],
  requests: [{ id: "r1", who: person("u6", "Sofie Janssens", "sofie.janssens@haven.example"), role: "editor" }],
  grants: all,
  mayLeave: false,
  mayAsk: false,
};

const nothing: Sharing = { ...owner, link: { reach: "restricted", role: null }, choices: [], members: [], invitations: [], requests: [], grants: [] };
const fixed = { roles: [], removable: false };

export const sharing = (who: string): Sharing => {
  switch (who) {
    case "alone":
      return { ...owner, link: { reach: "restricted", role: null }, members: [member("m1", me, { isMe: true, role: "owner", ...fixed })], invitations: [], requests: [] };
    case "reader":
      return { ...nothing, fromAbove: { reach: "authenticated", role: "reader" }, members: [member("m1", person("u1", me.name), { isMe: true, role: "reader", ...fixed }), member("m2", person("u2", jonas.name), { role: "owner", ...fixed })], mayLeave: true };
    case "visitor":
      return { ...nothing, link: { reach: "public", role: "reader" }, mayAsk: true, mayLeave: true };
    case "many":
      return { ...owner, members: Array.from({ length: 40 }, (_, index) => member(`m${index.toString()}`, person(`u${index.toString()}`, `Colleague ${index.toString()}`, `colleague.${index.toString()}@mer.example`))) };
    default:
      return owner;
  }
};
