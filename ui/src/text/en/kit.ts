import type { Code } from "../../backend/generated/Code";

/** What happened, and what it means for the agent's work or what they can do. */
export interface FailureText {
  title: string;
  advice: string;
}

const failures: Record<Code, FailureText> = {
  offline: { title: "There is no connection.", advice: "Everything you wrote is kept. Try again when you are back online." },
  signedOut: { title: "Your sign-in has expired.", advice: "What is on this computer still opens. Sign in again to reach your agency." },
  missing: { title: "This no longer exists.", advice: "It may have been deleted or moved by someone else." },
  forbidden: { title: "You do not have access to this.", advice: "Ask its owner, or your IT department, to give you access." },
  locked: { title: "This is locked just now.", advice: "Someone else is working on it. Try again in a moment." },
  invalid: { title: "That cannot be used as it is.", advice: "Check what you entered and try again." },
  misconfigured: { title: "Attaché cannot start with these settings.", advice: "A file that it was given has a mistake. Nothing on this computer was changed. Pass the details on to your IT department." },
  diskFull: { title: "The disk is full.", advice: "Nothing more can be saved. Free some space, then try again." },
  internal: { title: "Something went wrong in Attaché.", advice: "Your saved work is not affected. Try again; if it stays so, send the details to your IT department." },
};

export const kit = {
  failures,
  tryAgain: "Try again",
  copyDetails: "Copy details",
  copied: "Copied",
  close: "Close",
  cancel: "Cancel",
  back: "Back",
  loading: "Loading",
  more: "More",
  state: {
    waiting: "Saved here, waiting to be sent",
    offlineCopy: "Kept on this computer",
    attention: "Needs you",
    failed: "Will not be sent unless you act",
  },
};

export type KitText = typeof kit;
