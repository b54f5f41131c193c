// What kind of file some bytes are, and whether Docs trusts them to be what their name says.
// Knows the kinds that people put into notes and those that are told apart as unsafe; all else is "bytes".

const BYTES = 'application/octet-stream';
const LONGEST_EXTENSION = 5;
const OFFICE = 'application/vnd.openxmlformats-officedocument';
const OPEN = 'application/vnd.oasis.opendocument';

// The first extension of a kind is the one that is guessed for it.
const BY_EXTENSION = {
  png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif', webp: 'image/webp', svg: 'image/svg+xml', pdf: 'application/pdf',
  mp3: 'audio/mpeg', wav: 'audio/x-wav', ogg: 'audio/ogg', mp4: 'video/mp4', webm: 'video/webm', txt: 'text/plain', html: 'text/html',
  htm: 'text/html', xml: 'text/xml', csv: 'text/csv', md: 'text/markdown', json: 'application/json', sh: 'application/x-sh', zip: 'application/zip',
  exe: 'application/x-msdos-program', docx: `${OFFICE}.wordprocessingml.document`, xlsx: `${OFFICE}.spreadsheetml.sheet`,
  pptx: `${OFFICE}.presentationml.presentation`, odt: `${OPEN}.text`, ods: `${OPEN}.spreadsheet`, odp: `${OPEN}.presentation`, bin: BYTES,
};

// Where the bytes in hexadecimal stand, and what they say.
const SIGNATURES = [
  [0, '89504e470d0a1a0a0000000d49484452', 'image/png'], // a PNG without its header is none
  [0, 'ffd8ff', 'image/jpeg'],
  [0, '47494638', 'image/gif'],
  [8, '57454250', 'image/webp'],
  [0, '255044462d', 'application/pdf'],
  [0, '494433', 'audio/mpeg'],
  [8, '57415645', 'audio/x-wav'],
  [0, '4f676753', 'audio/ogg'],
  [4, '66747970', 'video/mp4'],
  [0, '1a45dfa3', 'video/webm'],
  [0, '1f8b', 'application/gzip'],
  [0, '4d5a', 'application/x-dosexec'],
  [0, '7f454c46', 'application/x-executable'],
];

const UNSAFE = new Set([
  BYTES, 'application/zip', 'application/gzip', 'application/x-dosexec', 'application/x-executable', 'text/x-shellscript', 'text/html', 'text/xml', 'image/svg+xml',
]);

/** The kind of a file, the extension it gets, and whether it is set apart as unsafe. */
export function judge(name, bytes) {
  const type = typeOf(bytes);
  const given = name.includes('.') ? name.split('.').at(-1) : '';
  const known = BY_EXTENSION[given.toLowerCase()];
  const usable = /^[a-z0-9]+$/i.test(given) && given.length <= LONGEST_EXTENSION;
  const extension = usable ? given : Object.keys(BY_EXTENSION).find((one) => BY_EXTENSION[one] === type) ?? 'bin';
  return { type, extension, isUnsafe: UNSAFE.has(type) || known !== type };
}

function typeOf(bytes) {
  const found = SIGNATURES.find(([at, hex]) => bytes.subarray(at, at + hex.length / 2).toString('hex') === hex);
  if (found) return found[2];
  if (bytes.subarray(0, 4).toString('hex') === '504b0304') return typeOfArchive(bytes.toString('latin1', 0, 4096));
  return typeOfText(bytes);
}

function typeOfArchive(start) {
  const open = /mimetype(application\/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation))/.exec(start);
  if (open) return open[1];
  const folder = start.includes('[Content_Types].xml') ? /(word|xl|ppt)\//.exec(start)?.[1] : null;
  return { word: BY_EXTENSION.docx, xl: BY_EXTENSION.xlsx, ppt: BY_EXTENSION.pptx }[folder] ?? 'application/zip';
}

function typeOfText(bytes) {
  const text = decoded(bytes);
  if (text === null) return BYTES;
  if (/^\s*(?:<!doctype html|<html|<head|<body|<script)/i.test(text)) return 'text/html';
  if (/^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*)?<svg/i.test(text)) return 'image/svg+xml';
  if (/^\s*<\?xml/.test(text)) return 'text/xml';
  if (text.startsWith('#!')) return 'text/x-shellscript';
  return isJson(text) ? 'application/json' : 'text/plain';
}

function decoded(bytes) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text) ? null : text; // control characters that no text has
  } catch {
    return null;
  }
}

function isJson(text) {
  try {
    return /^\s*[[{]/.test(text) && Boolean(JSON.parse(text));
  } catch {
    return false;
  }
}
