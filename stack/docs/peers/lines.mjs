// How a peer is driven: one request a line on its input, `{"do": NAME, …}`, and one answer a line on its output,
// `{"done": VALUE}` or `{"failed": TEXT}`, in the same order. It ends when its input does. Nothing else is printed
// there: what libraries say goes to the error output.
import readline from 'node:readline';

export async function serve(table) {
  console.log = console.error;
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(table, JSON.parse(line)))}\n`);
  }
  process.exit(0);
}

async function answer(table, { do: name, ...asked }) {
  try {
    if (!Object.hasOwn(table, name)) throw new Error(`nobody here can do "${name}"`);
    return { done: (await table[name](asked)) ?? null };
  } catch (error) {
    return { failed: error.stack };
  }
}
