// The answers of Docs as values: status, headers, body. Sending them is `http.mjs`'s work.
// Texts are those captured from the real server; where a text stands alone it is a constant here.

export const json = (status, value, headers = {}) => ({
  status, value, headers: { 'content-type': 'application/json', ...headers }, body: Buffer.from(JSON.stringify(value)),
});

export const html = (status, title, text = '') => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: Buffer.from(`<!doctype html>\n<html lang="en">\n<head>\n  <meta charset="utf-8">\n  <title>${title}</title>\n</head>\n`
    + `<body>\n  <h1>${title}</h1><p>${text}</p>\n</body>\n</html>\n`),
});

export const empty = (status, headers = {}) => ({ status, headers, body: Buffer.alloc(0) });

export const redirect = (location, status = 302) => empty(status, { location, 'content-type': 'text/html; charset=utf-8' });

export const routeUnknown = () => html(404, 'Not Found', 'The requested resource was not found on this server.');
export const serverError = () => html(500, 'Server Error (500)');
export const badRequest = () => html(400, 'Bad Request (400)');

/** Ends the handling of a request with an answer. */
export class Refusal extends Error {
  constructor(answer) {
    super(`refused with ${answer.status}`);
    this.answer = answer;
  }
}

const refusal = (status, detail, headers) => new Refusal(json(status, { detail }, headers));

export const invalid = (body) => new Refusal(json(400, body));
export const forbidden = (detail = 'You do not have permission to perform this action.') => refusal(403, detail);
export const noNote = () => refusal(404, 'No Document matches the given query.');
export const notFound = () => refusal(404, 'Not found.');
export const methodUnknown = (method, allowed) => refusal(405, `Method "${method}" not allowed.`, { allow: allowed.join(', ') });
export const notAcceptable = () => refusal(406, 'Could not satisfy the request Accept header.');
export const mediaTypeUnknown = (type) => refusal(415, `Unsupported media type "${type}" in request.`);
export const notImitated = () => refusal(501, 'The stand-in does not imitate this route yet.');
export const crashed = () => new Refusal(serverError());

export function throttled(seconds) {
  const wait = Math.ceil(seconds);
  const text = `Request was throttled. Expected available in ${wait} second${wait === 1 ? '' : 's'}.`;
  return refusal(429, text, { 'retry-after': String(wait) });
}

export const SIGNED_OUT = 'Authentication credentials were not provided.';

export function unauthorized(switches, detail = SIGNED_OUT) {
  return refusal(401, detail, { 'www-authenticate': switches.atLeast('5.4.0') ? 'Session' : 'Bearer realm="api"' });
}
