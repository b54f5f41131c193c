/** Ends a `switch` over a closed union: a case that was forgotten does not compile. */
export const unreachable = (value: never): never => {
  throw new Error(`not a known case: ${JSON.stringify(value)}`);
};
