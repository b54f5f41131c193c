// What all peers share: the packages, which are those of the stack's Docs, and lines of JSON in and out.
import { createRequire } from 'node:module';
import readline from 'node:readline';

export const require = createRequire(new URL('../../stack/docs/package.json', import.meta.url));

export const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);

/** Does something and gives what it took, in microseconds: on the wall, and of the processor in all threads. */
export async function spent(act) {
  // What was made before is not this one's burden. A full collection would throw away compiled code as well.
  globalThis.gc({ type: 'minor' });
  const [processor, wall] = [process.cpuUsage(), process.hrtime.bigint()];
  await act();
  const [took, used] = [process.hrtime.bigint() - wall, process.cpuUsage(processor)];
  return { wall: Number(took) / 1000, processor: used.user + used.system };
}

/** Answers one question after the other, until no more can come. */
export async function serve(answers) {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const question = JSON.parse(line);
    say(await answers[question.do](question));
  }
}
