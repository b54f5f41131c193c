// Forms with files (multipart/form-data), as clients send them to upload. Reads whole bodies only; knows no route.

const BLANK = Buffer.from('\r\n\r\n');

/** A file of a form, as it was sent. */
export class Upload {
  constructor(name, bytes) {
    [this.name, this.bytes] = [name, bytes];
  }
}

/** The fields of a form, files as `Upload`; null when it is no form or not a whole one. */
export function readForm(bytes, contentType) {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType);
  if (!boundary) return null;
  const mark = Buffer.from(`\r\n--${boundary[1] ?? boundary[2]}`);
  const form = Buffer.concat([Buffer.from('\r\n'), bytes]); // so that the first mark looks like all others
  const fields = {};
  for (let at = form.indexOf(mark); at !== -1;) {
    const start = at + mark.length;
    if (form.toString('latin1', start, start + 2) === '--') return fields;
    const [head, end] = [form.indexOf(BLANK, start), form.indexOf(mark, start)];
    if (head === -1 || end === -1 || head > end) return null;
    keepPart(fields, form.toString('utf8', start, head), form.subarray(head + BLANK.length, end));
    at = end;
  }
  return null;
}

// A file input that was left empty has a file name of no characters: that is no field at all.
function keepPart(fields, head, body) {
  const line = head.split('\r\n').find((one) => /^content-disposition:/i.test(one)) ?? '';
  const name = /;\s*name="([^"]*)"/i.exec(line)?.[1];
  const fileName = fileNameOf(line);
  if (name === undefined || fileName === '') return;
  fields[name] = fileName === null ? body.toString('utf8') : new Upload(fileName, body);
}

function fileNameOf(line) {
  const encoded = /;\s*filename\*=utf-8'[^']*'([^;\s]+)/i.exec(line)?.[1];
  const name = encoded ? decoded(encoded) : /;\s*filename="((?:[^"\\]|\\.)*)"/i.exec(line)?.[1];
  return name === undefined ? null : name.replace(/\\(.)/g, '$1').split('/').at(-1);
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
