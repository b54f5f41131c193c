import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test } from "vitest";
import { expectNoViolations } from "../../tests/axe";
import { draw } from "../../tests/render";
import { shell } from "../../tests/shell";
import type { Account } from "../backend/generated/Account";
import type { Agency } from "../backend/generated/Agency";
import type { Language } from "../backend/generated/Language";
import type { RefusalReason } from "../backend/generated/RefusalReason";
import type { Trouble } from "../backend/generated/Trouble";
import { textOf } from "../text/use-text";
import { AccountScreen } from "./AccountScreen";
import { RecoveryKey } from "./RecoveryKey";
import { SignOut } from "./SignOut";
import { reduceAccount } from "./store";

const agency: Agency = { profile: "mer", name: "Ministère de la Mer", country: "fr", signInHost: "connexion.mer.example" };
const welcome = (rest: Partial<Extract<Account, { type: "welcome" }>> = {}) =>
  ({ type: "welcome", agencies: [agency], accounts: [], managed: false, refusal: null, ...rest }) satisfies Account;
const closed = (trouble: Trouble, recoverable = true) =>
  ({ type: "closed", account: { id: "a", agency }, trouble, recoverable }) satisfies Account;

test("the account is what the last event said", () => {
  const state = reduceAccount({ account: null }, { type: "accountChanged", account: welcome() });
  expect(reduceAccount(state, { type: "connectionChanged", online: true, since: 0 })).toEqual({ account: welcome() });
});

describe("welcome", () => {
  test("an agency shows where one signs in, and a press starts it", async () => {
    const { calls } = shell();
    draw(<AccountScreen account={welcome()} />);
    const button = screen.getByTestId("agency-mer");
    expect(within(button).getByText("Sign in at connexion.mer.example")).toBeTruthy();
    await expectNoViolations();
    await userEvent.click(button);
    expect(calls).toEqual([["account_sign_in", { profile: "mer" }]]);
  });

  test("where IT has chosen the agency no other is offered", () => {
    shell();
    draw(<AccountScreen account={welcome({ managed: true })} />);
    expect(screen.getAllByRole("button").map((button) => button.dataset["testid"])).toEqual(["agency-mer"]);
  });

  test("without a known agency it asks for the e-mail address, and says when none is found", async () => {
    const { calls } = shell({ profile_find: () => Promise.reject({ code: "missing", detail: "no profile" }) });
    draw(<AccountScreen account={welcome({ agencies: [] })} />);
    await userEvent.type(screen.getByLabelText("Work e-mail address"), "camille@mer.example{Enter}");
    expect(await screen.findByText("No agency was found for this address.")).toBeTruthy();
    expect(calls).toEqual([["profile_find", { email: "camille@mer.example" }]]);
    expect(screen.getByLabelText<HTMLInputElement>("Work e-mail address").value).toBe("camille@mer.example");
    await expectNoViolations();
  });

  test("what is not an address is not sent", async () => {
    const { calls } = shell();
    draw(<AccountScreen account={welcome({ agencies: [] })} />);
    await userEvent.type(screen.getByLabelText("Work e-mail address"), "camille{Enter}");
    expect(screen.getByText("Enter an address such as name@agency.example.")).toBeTruthy();
    expect(calls).toEqual([]);
  });

  test("a signed-in desk on this computer is one press away", async () => {
    const { calls } = shell();
    draw(<AccountScreen account={welcome({ accounts: [{ id: "a", agency }] })} />);
    await userEvent.click(screen.getByTestId("back-a"));
    expect(calls).toEqual([["account_switch", "a"]]);
  });

  const reasons: RefusalReason[] = ["cancelled", "timedOut", "offline", "certificate", "tooWeak", "wrongAgent", "refused", "broken"];
  test.each(reasons)("a sign-in that failed because it was %s says so and keeps the agencies", (reason) => {
    shell();
    draw(<AccountScreen account={welcome({ refusal: { reason, detail: "d" } })} />);
    expect(screen.getByRole("alert").textContent).toContain(textOf("en").account.refusals[reason].title);
    expect(screen.getByTestId("agency-mer")).toBeTruthy();
  });
});

test("signing in shows the step it is at, and can be cancelled", async () => {
  const { calls } = shell();
  draw(<AccountScreen account={{ type: "signingIn", agency, step: "notes", surface: "browser" }} />);
  expect(screen.getAllByRole("listitem").find((item) => item.getAttribute("aria-current") === "step")?.textContent).toBe("Opening notes");
  await expectNoViolations();
  await userEvent.click(screen.getByTestId("sign-in-cancel"));
  expect(calls).toEqual([["account_sign_in_cancel", null]]);
});

describe("what keeps a desk closed", () => {
  const troubles: Trouble[] = ["keyringAbsent", "keyringLocked", "keyLost", "corrupt", "tooNew", "notWritable", "diskFull", "inUse"];
  const languages: Language[] = ["en", "fr", "de", "nl"];
  test.each(troubles)("%s has a screen of its own in every language", async (trouble) => {
    shell();
    for (const language of languages) {
      const { unmount } = draw(<AccountScreen account={closed(trouble)} />, language);
      expect(screen.getByRole("heading", { level: 1 }).textContent).toBe(textOf(language).account.troubles[trouble].title);
      expect(screen.getByTestId("open-again")).toBeTruthy();
      await expectNoViolations();
      unmount();
    }
  });

  test("starting over is offered only where nothing else helps", () => {
    shell();
    const offered = troubles.filter((trouble) => {
      const { queryByTestId, unmount } = draw(<AccountScreen account={closed(trouble)} />);
      const found = queryByTestId("start-over") !== null;
      unmount();
      return found;
    });
    expect(offered).toEqual(["keyLost", "corrupt"]);
  });

  test("starting over names what will be lost, and asks first", async () => {
    const { calls } = shell();
    draw(<AccountScreen account={closed("corrupt")} />);
    await userEvent.click(screen.getByTestId("start-over"));
    expect(screen.getByRole("alertdialog").textContent).toContain("lost for good");
    expect(calls).toEqual([]);
    await userEvent.click(screen.getByTestId("start-over-confirm"));
    expect(calls).toEqual([["account_start_over", null]]);
  });

  test("a recovery key that does not fit stays in its field", async () => {
    shell({ account_recover: () => Promise.reject({ code: "invalid", detail: "checksum" }) });
    draw(<AccountScreen account={closed("keyLost")} />);
    await userEvent.click(screen.getByTestId("recovery-enter"));
    await userEvent.type(screen.getByTestId("recovery-input"), "EsTx kQ9m");
    await userEvent.click(screen.getByTestId("recovery-open"));
    expect(await screen.findByText("This key does not open your desk.")).toBeTruthy();
    expect(screen.getByTestId<HTMLTextAreaElement>("recovery-input").value).toBe("EsTx kQ9m");
    await expectNoViolations();
  });

  test("without a recovery key none is asked for", () => {
    shell();
    draw(<AccountScreen account={closed("keyLost", false)} />);
    expect(screen.queryByTestId("recovery-enter")).toBeNull();
    expect(screen.getByTestId("trouble-keyLost").textContent).toContain("no recovery key was made");
  });
});

test("a recovery key is shown until it was written down, and then no more", async () => {
  shell({ account_recovery_key: () => ({ key: "EsTx kQ9m" }) });
  draw(<RecoveryKey made={false} />);
  await userEvent.click(screen.getByTestId("recovery-make"));
  expect((await screen.findByTestId("recovery-key")).textContent).toBe("EsTx kQ9m");
  await userEvent.click(screen.getByTestId("recovery-written"));
  expect(screen.queryByText("EsTx kQ9m")).toBeNull();
});

test("signing out keeps what is here unless the agent says otherwise", async () => {
  const { calls } = shell();
  draw(<SignOut agency="Ministère de la Mer" />);
  await userEvent.click(screen.getByTestId("sign-out"));
  await expectNoViolations(screen.getByRole("dialog"));
  await userEvent.click(screen.getByTestId("sign-out-confirm"));
  await userEvent.click(screen.getByRole("radio", { name: /Erase everything/ }));
  await userEvent.click(screen.getByTestId("sign-out-confirm"));
  expect(calls).toEqual([["account_sign_out", { keep: "vault" }], ["account_sign_out", { keep: "nothing" }]]);
});
