// The program: starts one stand-in as its arguments and environment say, and ends it at a signal.
import { readOptions } from './options.mjs';
import { startStand } from './stand.mjs';

const running = await startStand(readOptions(process.argv.slice(2), process.env));
console.log(`ready ${running.port} ${running.controlPort}`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => running.stop().then(() => process.exit(0)));
}
