// Sharing as an agent uses it: what is shown, what is asked before, and what is kept when it fails.
import { mockIPC } from "../../tests/mocks";
import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, test } from "vitest";
import { expectNoViolations } from "../../tests/axe";
import { draw } from "../../tests/render";
import type { Code } from "../backend/generated/Code";
import type { Colleague } from "../backend/generated/Colleague";
import type { Member } from "../backend/generated/Member";
import type { NoteSummary } from "../backend/generated/NoteSummary";
import type { Role } from "../backend/generated/Role";
import type { Sharing } from "../backend/generated/Sharing";
import { ShareNote } from "./ShareNote";

const note: NoteSummary = {
  id: "n", title: "Plan", parent: null, place: "", deleted: null, favourite: false, pinned: false, template: false, opened: null, own: true, editable: true, rights: { nest: true, move: true, delete: true }, updated: 0, offline: true, status: { type: "synced" }, uploads: [],
};
const all: Role[] = ["reader", "commenter", "editor", "administrator", "owner"];
const person = (id: string, name: string, email: string | null = `${id}@mer.example`): Colleague => ({ id, name, email });
const member = (access: string, who: Colleague, rest: Partial<Member> = {}): Member => ({
  access, who, role: "editor", isMe: false, inherited: false, roles: all, removable: true, ...rest,
});
const me = member("me", person("camille", "Camille"), { isMe: true, role: "owner", roles: [], removable: false });
const jonas = member("jonas", person("jonas", "Jonas Weber"));
const owned: Sharing = {
  address: "https://docs.mer.example/docs/n/",
  link: { reach: "restricted", role: null },
  fromAbove: null,
  choices: [{ reach: "restricted", roles: [] }, { reach: "authenticated", roles: ["reader", "editor"] }],
  members: [me, jonas], invitations: [], requests: [], grants: all, mayLeave: false, mayAsk: false,
};
const read: Sharing = { ...owned, choices: [], grants: [], members: [{ ...me, role: "reader" }, { ...jonas, roles: [], removable: false }] };

let calls: [string, unknown][];
let failing: Record<string, Code>;
let sharing: Sharing;
let known: Colleague[];

beforeEach(() => {
  [calls, failing, sharing, known] = [[], {}, owned, []];
  mockIPC((_, payload) => {
    const { name, args }: { name: string; args: unknown } = JSON.parse(JSON.stringify(payload));
    calls.push([name, args]);
    const code = failing[name];
    if (code !== undefined) throw { code, detail: `${name} failed` };
    return name === "sharing_read" ? sharing : name === "colleagues_find" ? known : null;
  });
});

const acts = () => calls.filter(([name]) => name !== "sharing_read" && name !== "colleagues_find");
const reads = () => calls.filter(([name]) => name === "sharing_read").length;

async function open(as: Sharing = owned, rest: Partial<NoteSummary> = {}) {
  sharing = as;
  let closed = false;
  draw(<ShareNote note={{ ...note, ...rest }} onClose={() => { closed = true; }} />);
  await screen.findByTestId("share-people");
  return { closed: () => closed };
}

const press = (testId: string) => userEvent.click(screen.getByTestId(testId));
async function seek(text: string) {
  await userEvent.clear(screen.getByTestId("share-add"));
  await userEvent.paste(text);
}
async function choose(testId: string, option: string) {
  await press(testId);
  await userEvent.click(await screen.findByTestId(`${testId}-${option}`));
}

test("the dialog waits, then names everybody with what they may do", async () => {
  sharing = {
    ...owned,
    link: { reach: "authenticated", role: "reader" },
    fromAbove: { reach: "public", role: "reader" },
    members: [me, jonas, member("up", person("anna", "Anna"), { inherited: true }), member("odd", person("odd", "<b>Odd</b>"), { role: null })],
    invitations: [{ id: "i", email: "new@haven.example", role: "reader", expired: true }],
    requests: [{ id: "r", who: person("sofie", "Sofie"), role: "editor" }],
  };
  draw(<ShareNote note={note} onClose={() => undefined} />);
  expect(screen.getByRole("status", { name: "Loading" })).toBeDefined();
  const people = await screen.findByTestId("share-people");
  expect(within(people).getByTestId("share-member-me").textContent).toBe("Camille (you)camille@mer.exampleOwner");
  expect(within(people).getByTestId("share-member-jonas-role").textContent).toBe("Can edit");
  expect(within(people).getByTestId("share-member-up").textContent).toContain("From a note above");
  expect(within(people).queryByTestId("share-member-up-remove")).toBe(null);
  expect(within(people).getByTestId("share-member-odd").textContent).toContain("<b>Odd</b>");
  expect(within(people).getByTestId("share-member-odd-role").textContent).toBe("Other");
  expect(screen.getByTestId("share-invitation-i").textContent).toContain("Expired");
  expect(screen.getByTestId("share-link-above").textContent).toContain("Everyone with the link · Can read");
  await expectNoViolations();
});

test("who is alone with a note is told so", async () => {
  await open({ ...owned, members: [me] });
  expect(screen.getByTestId("share-alone").textContent).toBe("Only you have access.");
});

test("somebody is found by name and let in, and the dialog reads anew", async () => {
  await open();
  known = [person("joost", "Joost de Vries")];
  await seek("joost");
  await userEvent.click(await screen.findByTestId("share-add-joost"));
  expect(screen.getByTestId("share-add")).toHaveProperty("value", "Joost de Vries");
  await choose("share-add-role", "editor");
  await press("share-add-submit");
  expect(acts()).toEqual([["access_give", { note: "n", colleague: "joost", role: "editor" }]]);
  await waitFor(() => { expect(screen.getByTestId("share-add")).toHaveProperty("value", ""); });
  expect(reads()).toBe(2);
  expect(screen.getByText("Joost de Vries now has access: Can edit.")).toBeDefined();
});

test("the keyboard alone finds, chooses and shares", async () => {
  await open();
  known = [person("joost", "Joost de Vries")];
  await seek("joost");
  await screen.findByTestId("share-add-joost");
  await userEvent.keyboard("{ArrowDown}{Enter}{Enter}");
  await waitFor(() => { expect(acts()).toEqual([["access_give", { note: "n", colleague: "joost", role: "reader" }]]); });
});

test("an address that nobody has is invited; one that is in already is not", async () => {
  await open();
  await seek("Jonas@mer.example");
  expect(screen.getByTestId("share-add-hint").textContent).toBe("Jonas Weber already has access or an invitation.");
  expect(screen.getByTestId("share-add-submit")).toHaveProperty("disabled", true);
  await seek("new@haven.example");
  await waitFor(() => { expect(screen.getByTestId("share-add-submit").textContent).toBe("Invite address"); });
  await press("share-add-submit");
  expect(acts()).toEqual([["invitation_send", { note: "n", email: "new@haven.example", role: "reader" }]]);
});

test("what could not be done says why at its place and keeps what was typed", async () => {
  await open();
  failing["invitation_send"] = "offline";
  await seek("new@haven.example");
  await waitFor(() => { expect(screen.getByTestId("share-add-submit").textContent).toBe("Invite address"); });
  await press("share-add-submit");
  const alert = await within(screen.getByTestId("share-add-form")).findByRole("alert");
  expect(alert.textContent).toContain("Sharing needs a connection.");
  expect(screen.getByTestId("share-add")).toHaveProperty("value", "new@haven.example");
  expect(reads()).toBe(1);
  await expectNoViolations();
});

test("a role is changed at once, but not by an arrow key on the closed list", async () => {
  await open();
  screen.getByTestId("share-member-jonas-role").focus();
  await userEvent.keyboard("{ArrowRight}o");
  expect(acts()).toEqual([]);
  await choose("share-member-jonas-role", "reader");
  expect(acts()).toEqual([["access_change", { note: "n", access: "jonas", role: "reader" }]]);
  await waitFor(() => { expect(reads()).toBe(2); });
});

test("a member is removed, and the focus does not fall out of the dialog", async () => {
  await open();
  sharing = { ...owned, members: [me] };
  await press("share-member-jonas-remove");
  expect(acts()).toEqual([["access_change", { note: "n", access: "jonas", role: null }]]);
  await screen.findByTestId("share-alone");
  expect(screen.getByRole("dialog").contains(document.activeElement)).toBe(true);
});

test("a change that was made but not read again says that what is shown may be old", async () => {
  await open();
  failing["sharing_read"] = "offline";
  await press("share-member-jonas-remove");
  expect((await screen.findByRole("alert")).textContent).toContain("What is shown may be out of date.");
  expect(screen.getByTestId("share-member-jonas")).toBeDefined();
});

test("handing the note to another owner asks first, by name", async () => {
  await open();
  await choose("share-member-jonas-role", "owner");
  const question = await screen.findByRole("alertdialog");
  expect(question.textContent).toContain("Make Jonas Weber an owner?");
  await expectNoViolations(question);
  await userEvent.click(within(question).getByRole("button", { name: "Cancel" }));
  expect(acts()).toEqual([]);
  await choose("share-member-jonas-role", "owner");
  await press("share-confirm");
  expect(acts()).toEqual([["access_change", { note: "n", access: "jonas", role: "owner" }]]);
});

test("who takes rights from themselves is asked first", async () => {
  await open({ ...owned, members: [{ ...me, roles: all }, jonas] });
  await choose("share-member-me-role", "editor");
  expect((await screen.findByRole("alertdialog")).textContent).toContain("“Can edit”");
  await press("share-confirm");
  expect(acts()).toEqual([["access_change", { note: "n", access: "me", role: "editor" }]]);
});

test("leaving asks first, names what will be lost, and closes the dialog", async () => {
  const dialog = await open({ ...read, mayLeave: true }, { status: { type: "waiting", why: { type: "offline" } } });
  await press("share-leave");
  const question = await screen.findByRole("alertdialog");
  expect(question.textContent).toContain("Leave “Plan”?");
  expect(question.textContent).toContain("will not reach the note");
  await press("share-confirm");
  expect(acts()).toEqual([["note_leave", "n"]]);
  await waitFor(() => { expect(dialog.closed()).toBe(true); });
});

test("where the server has no word for leaving, the own access is taken away", async () => {
  await open({ ...owned, members: [{ ...me, removable: true }, jonas] });
  await press("share-leave");
  await press("share-confirm");
  expect(acts()).toEqual([["access_change", { note: "n", access: "me", role: null }]]);
});

test("a reader sees who has access and the link, and can change nothing", async () => {
  await open(read);
  expect(screen.queryByTestId("share-add")).toBe(null);
  expect(screen.queryByRole("button", { name: /Can/ })).toBe(null);
  expect(screen.getByTestId("share-link-reach").textContent).toBe("Only people with access");
  expect(screen.getByTestId("share-link-copy").textContent).toBe("Copy link");
  await expectNoViolations();
});

test("who may not see everybody is told so, and can leave all the same", async () => {
  await open({ ...read, members: [{ ...jonas, role: "owner", roles: [], removable: false }], link: { reach: "authenticated", role: "reader" }, mayLeave: true });
  expect(screen.getByText("There may be others whom you may not see.")).toBeDefined();
  await press("share-leave");
  expect((await screen.findByRole("alertdialog")).textContent).toContain("its link still opens the note");
});

test("who asks is let in with the role that is chosen, or declined", async () => {
  await open({ ...owned, requests: [{ id: "r", who: person("sofie", "Sofie"), role: "editor" }, { id: "s", who: person("tom", "Tom", null), role: null }] });
  expect(screen.getByTestId("share-request-r").textContent).toContain("Asks for: Can edit");
  await choose("share-request-r-role", "commenter");
  await press("share-request-r-accept");
  await press("share-request-s-decline");
  expect(acts()).toEqual([
    ["request_answer", { note: "n", request: "r", role: "commenter" }],
    ["request_answer", { note: "n", request: "s", role: null }],
  ]);
});

test("an invitation is withdrawn", async () => {
  await open({ ...owned, invitations: [{ id: "i", email: "new@haven.example", role: "reader", expired: false }] });
  await userEvent.click(screen.getByRole("button", { name: "Withdraw the invitation to new@haven.example" }));
  expect(acts()).toEqual([["invitation_withdraw", { note: "n", invitation: "i" }]]);
});

test("the link is opened for more, with the least role, and closed again", async () => {
  await open();
  expect(screen.queryByTestId("share-link-role")).toBe(null);
  await choose("share-link-reach", "authenticated");
  expect(acts().at(-1)).toEqual(["sharing_link", { note: "n", link: { reach: "authenticated", role: "reader" } }]);
});

test("the role of an open link is changed, and closing it takes the role away", async () => {
  await open({ ...owned, link: { reach: "authenticated", role: "reader" } });
  await choose("share-link-role", "editor");
  expect(acts().at(-1)).toEqual(["sharing_link", { note: "n", link: { reach: "authenticated", role: "editor" } }]);
  await choose("share-link-reach", "restricted");
  expect(acts().at(-1)).toEqual(["sharing_link", { note: "n", link: { reach: "restricted", role: null } }]);
});

test("who came by the link asks for rights of their own", async () => {
  await open({ ...read, members: [], link: { reach: "public", role: "reader" }, mayAsk: true });
  await choose("share-ask-role", "administrator");
  await press("share-ask");
  expect(acts()).toEqual([["access_request", { note: "n", role: "administrator" }]]);
  await waitFor(() => { expect(screen.getByTestId("share-ask-part").textContent).toContain("Your request was sent."); });
  expect(screen.queryByTestId("share-ask")).toBe(null);
});

test("without a connection the dialog says that sharing needs one, and tries again", async () => {
  failing["sharing_read"] = "offline";
  draw(<ShareNote note={note} onClose={() => undefined} />);
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("Nothing was changed.");
  await expectNoViolations();
  failing = {};
  await userEvent.click(within(alert).getByRole("button", { name: "Try again" }));
  expect(await screen.findByTestId("share-people")).toBeDefined();
  expect(screen.queryByRole("alert")).toBe(null);
});

test("a note that is not at the server yet is not called deleted", async () => {
  failing["sharing_read"] = "missing";
  draw(<ShareNote note={note} onClose={() => undefined} />);
  expect((await screen.findByRole("alert")).textContent).toContain("can be shared once it has been sent");
});
