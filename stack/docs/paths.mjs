// Arithmetic of tree paths: seven base-62 characters per level, compared bytewise.
// Pure. Knows nothing of notes.

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const STEP = 7;

export const depthOf = (path) => path.length / STEP;
export const parentOf = (path) => path.slice(0, -STEP);
export const isBelow = (path, ancestor) => path.length > ancestor.length && path.startsWith(ancestor);
export const isChild = (path, parent) => path.length === parent.length + STEP && path.startsWith(parent);
export const byPath = (a, b) => (a.path < b.path ? -1 : Number(a.path > b.path));

/** The paths of all ancestors, the root first. */
export function ancestorsOf(path) {
  return Array.from({ length: depthOf(path) - 1 }, (_, level) => path.slice(0, (level + 1) * STEP));
}

export function stepNumber(path) {
  return [...path.slice(-STEP)].reduce((sum, digit) => sum * DIGITS.length + DIGITS.indexOf(digit), 0);
}

/** The path of the child with this number. */
export function childPath(parent, number) {
  let [step, rest] = ['', number];
  do {
    step = DIGITS[rest % DIGITS.length] + step;
    rest = Math.floor(rest / DIGITS.length);
  } while (rest > 0);
  return parent + step.padStart(STEP, '0');
}

/** The path after the last of these siblings. */
export function nextPath(parent, siblings) {
  const last = siblings.reduce((highest, path) => (path > highest ? path : highest), '');
  return childPath(parent, last === '' ? 1 : stepNumber(last) + 1);
}
