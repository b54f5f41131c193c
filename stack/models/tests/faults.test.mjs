import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Switches } from '../../control.mjs';
import { FAULTS, refusal } from '../faults.mjs';

test('a fault comes as often as it was ordered, then all is well again', () => {
  const switches = new Switches(FAULTS);
  switches.change({ fault: 'quota', times: 2, retryAfterSeconds: 7 });
  assert.deepEqual([refusal(switches).status, refusal(switches).headers['retry-after']], [429, '7']);
  assert.equal(refusal(switches), null);
  assert.equal(switches.of('fault'), null);
});

test('a fault without a number stays until it is switched off', () => {
  const switches = new Switches(FAULTS);
  switches.change({ fault: 'broken' });
  assert.deepEqual([1, 2, 3].map(() => refusal(switches).status), [500, 500, 500]);
  switches.reset();
  assert.equal(refusal(switches), null);
});

test('a wrong switch changes nothing', () => {
  const switches = new Switches(FAULTS);
  assert.throws(() => switches.change({ pieces: 5, fault: 'typo' }), /fault/);
  assert.throws(() => switches.change({ pieces: 5, nope: true }), /nope/);
  assert.equal(switches.of('pieces'), 3);
});
