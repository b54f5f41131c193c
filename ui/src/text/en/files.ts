import type { UploadProgress } from "../../backend/generated/UploadProgress";
import type { UploadRefusal } from "../../backend/generated/UploadRefusal";

const state: Record<Exclude<UploadProgress["type"], "refused">, string> = {
  waiting: "Waits to be sent",
  sending: "Being sent",
  checking: "Being checked by the server",
};

const refused: Record<UploadRefusal, string> = {
  tooLarge: "Larger than the server takes. Make it smaller and add it again.",
  unsafe: "The server found it unsafe and did not take it.",
  rejected: "The server did not take it.",
};

export const files = {
  label: "Files that are not on the server yet",
  sendingOf: (name: string) => `Sending “${name}”`,
  state,
  refused,
  again: "Try again",
  giveUp: "Do not send",
  away: "Not on this computer; it appears when you are online",
  elsewhere: "A picture from another address, which is not loaded",
  save: "Save in Downloads",
  saved: (path: string) => `Saved: ${path}`,
  hide: "Hide",
  notTaken: "The file was not added.",
  notTakenAdvice: "Files of up to 10 MB can be added.",
};

export type FilesText = typeof files;
