// How the gateway misbehaves when a test tells it to: refusals before an answer, and damage in the middle of one.
// Shapes and words are those that OpenAI-compatible gateways really use. Nothing here happens by itself.
import { Transform } from 'node:stream';
import { count, flag, oneOf, orNull } from '../control.mjs';

const REFUSALS = {
  unauthorized: { status: 401, always: true, code: 'invalid_token', type: 'authentication_error', message: 'the access token is not accepted' },
  forbidden: { status: 403, always: true, code: 'forbidden', type: 'permission_error', message: 'this agent may not use the assistant' },
  quota: { status: 429, code: 'rate_limit_exceeded', type: 'rate_limit_error', message: 'too many requests' },
  broken: { status: 500, code: 'internal_error', type: 'server_error', message: 'internal error' },
  tooLong: {
    status: 400, code: 'context_length_exceeded', type: 'invalid_request_error',
    message: 'the request exceeds the available context size',
  },
  modelGone: { status: 404, code: 'model_not_found', type: 'invalid_request_error', message: 'the model does not exist' },
};

/**
 * `fault` is what goes wrong, `times` how often (null: until it is switched off). `garbage` answers 200 with something
 * that is no answer; `cut` and `errorMidway` let `pieces` pieces of a real answer pass first.
 */
export const FAULTS = {
  fault: { ...orNull(oneOf(...Object.keys(REFUSALS), 'garbage', 'cut', 'errorMidway')), value: null },
  times: { ...orNull(count), value: null },
  retryAfterSeconds: { ...count, value: 2 },
  pieces: { ...count, value: 3 },
  down: { ...flag, value: false },
};

/** The refusal that is due now, if one is. */
export function refusal(switches) {
  const fault = switches.of('fault');
  if (fault === 'garbage') {
    spend(switches);
    return { status: 200, headers: { 'content-type': 'text/html' }, body: '<html><body>It works!</body></html>' };
  }
  const known = REFUSALS[fault];
  if (!known) return null;
  spend(switches);
  const { status, always, message, type, code } = known;
  const headers = status === 429 ? { 'retry-after': String(switches.of('retryAfterSeconds')) } : {};
  return { status, always, headers, body: { error: { message, type, code, param: null } } };
}

/** Lets an answer through whole, or only as far as the fault that is on allows. */
export function spoiled(switches, response) {
  const fault = switches.of('fault');
  const damage = { cut: () => response.destroy(), errorMidway: (stream) => endWithError(stream, response) }[fault];
  if (damage) spend(switches);
  let left = damage ? switches.of('pieces') : Infinity;
  return new Transform({
    transform(piece, encoding, done) {
      if (left === 0) return done();
      left -= 1;
      this.push(piece);
      if (left === 0) setImmediate(() => damage(this));
      return done();
    },
  });
}

function endWithError(stream, response) {
  response.end(`data: ${JSON.stringify({ error: { code: 500, message: 'the model has stopped', type: 'server_error' } })}\n\n`);
  stream.destroy();
}

function spend(switches) {
  const times = switches.of('times');
  if (times === null) return;
  switches.change(times > 1 ? { times: times - 1 } : { fault: null, times: null });
}
