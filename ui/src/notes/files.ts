// The files that a note shows: where they come from, and what stands in the place of those that cannot be shown. An
// address in a text is text from a server: only the path of a file of ours in it counts, and Rust alone fetches it.
import { fileBytes } from "../backend/media";

/** What stands in the place of a picture. */
export interface FileWords {
  /** It is not here, and there is no connection. */
  away: string;
  /** It is at an address that is not the agency's. */
  elsewhere: string;
}

/** The note and the name in the address of a file. */
export interface FilePlace {
  note: string;
  file: string;
}

const PATH = /\/media\/([0-9a-f-]{36})\/attachments\/([0-9A-Za-z.-]{36,64})$/;

/** Players have to be told what they play; pictures are told apart by Rust. */
const PLAYED: Record<string, string> = {
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  wav: "audio/wav",
  mp4: "video/mp4",
  webm: "video/webm",
};

/** Where a file is; nothing when the address is none of a note's file. */
export function placeOf(address: string): FilePlace | undefined {
  const [, note, file] = PATH.exec(address) ?? [];
  return note === undefined || file === undefined ? undefined : { note, file };
}

/** The files of one open note, each fetched once. */
export class Files {
  readonly #words: FileWords;
  readonly #shown = new Map<string, Promise<string>>();

  constructor(words: FileWords) {
    this.#words = words;
  }

  /** An address that the window may show for this one. A file that could not be fetched is tried again next time. */
  show(address: string): Promise<string> {
    const place = placeOf(address);
    if (place === undefined) return Promise.resolve(card(this.#words.elsewhere));
    const path = `media/${place.note}/attachments/${place.file}`;
    const known = this.#shown.get(path);
    if (known !== undefined) return known;
    const shown = fileBytes(path).then(
      (bytes) => URL.createObjectURL(typed(bytes, place.file)),
      () => {
        this.#shown.delete(path);
        return card(this.#words.away);
      },
    );
    this.#shown.set(path, shown);
    return shown;
  }

  /** Lets the bytes go. */
  release(): void {
    for (const shown of this.#shown.values()) void shown.then((url) => { URL.revokeObjectURL(url); });
    this.#shown.clear();
  }
}

function typed(bytes: Blob, file: string): Blob {
  const type = PLAYED[file.split(".").at(-1) ?? ""];
  return type === undefined ? bytes : new Blob([bytes], { type });
}

/** A picture that says why there is none. */
function card(words: string): string {
  const text = words.replace(/[&<>"]/g, "");
  const drawn = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="420" height="64">`,
    `<rect width="100%" height="100%" rx="6" fill="#8886" fill-opacity=".18"/>`,
    `<text x="20" y="38" font-family="system-ui, sans-serif" font-size="14" fill="#777b88">${text}</text></svg>`,
  ];
  return `data:image/svg+xml,${encodeURIComponent(drawn.join(""))}`;
}
