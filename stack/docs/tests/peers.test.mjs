// The peers with whom Attaché shares a note in the scenarios, run as they are run there: programs of their own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import readline from 'node:readline';
import test, { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startRig } from './rig.mjs';

const b = await startRig();
const a = await startRig({ generation: 'a' });

/** The golden vector of the contract: one paragraph, `Hello ` and a bold `bold`, as a browser wrote it. */
const GOLDEN = Buffer.from([
  '010c010007010e646f63756d656e742d73746f7265030a626c6f636b47726f757007000100030e626c6f636b436f6e7461696e65722800',
  '010102696401770e696e697469616c426c6f636b4964070001010309706172616772617068280001030f6261636b67726f756e64436f6c',
  '6f7201770764656661756c74280001030974657874436f6c6f7201770764656661756c74280001030d74657874416c69676e6d656e7401',
  '77046c6566740700010306040001070648656c6c6f2086010d04626f6c64027b7d84010e04626f6c6486011204626f6c64046e756c6c00',
].join(''), 'hex').toString('base64');

const GOLDEN_TREE = [{ name: 'blockGroup', attributes: {}, children: [{
  name: 'blockContainer', attributes: { id: 'initialBlockId' }, children: [{
    name: 'paragraph', attributes: { backgroundColor: 'default', textAlignment: 'left', textColor: 'default' },
    children: [{ text: [{ insert: 'Hello ', marks: {} }, { insert: 'bold', marks: { bold: {} } }] }],
  }],
}] }];

/** A program of `peers/`; answers a function that has it do something. */
function start(name) {
  const program = fileURLToPath(new URL(`../peers/${name}.mjs`, import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  after(() => child.kill());
  const lines = readline.createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return async (deed, asked = {}) => {
    child.stdin.write(`${JSON.stringify({ do: deed, ...asked })}\n`);
    const { done, failed } = JSON.parse((await lines.next()).value);
    if (failed) throw new Error(failed);
    return done;
  };
}

/** Both peers, each of another person, in the room of a note with this content. */
async function bothIn(rig, content) {
  const people = [await rig.signIn('alice'), await rig.signIn('bob')];
  const { id } = await rig.control('POST', '/notes', { owner: 'alice@example.org', content });
  await rig.control('POST', `/notes/${id}/access`, { user: 'bob@example.org', role: 'editor' });
  const peers = [start('browser'), start('provider')];
  for (const [index, peer] of peers.entries()) await peer('open', { docs: rig.url, cookies: [...people[index].cookies], note: id });
  return { id, peers };
}

test('a note that is opened in the browser without a screen stays as it was', async () => {
  const { id, peers: [browser, provider] } = await bothIn(b, GOLDEN);
  const seen = await browser('dump');
  assert.deepEqual(seen.tree, GOLDEN_TREE);
  assert.equal(seen.state, GOLDEN);
  assert.equal(seen.shows, true);
  assert.deepEqual(await provider('dump'), { tree: seen.tree, sha256: seen.sha256, vector: seen.vector, state: GOLDEN });
  await browser('save');
  assert.equal((await b.control('GET', `/notes/${id}`)).content, GOLDEN);
});

test('what is typed in the one is in the other, saved for both generations, and undone', async () => {
  for (const rig of [b, a]) {
    const { peers: [browser, provider] } = await bothIn(rig, GOLDEN);
    await browser('press', { after: 'bold', keys: ['Enter'] });
    await browser('type', { text: '## 🙂 typed' });
    const typed = await browser('dump');
    await provider('until', { state: typed.state });
    await provider('mention', { after: '🙂', tree: { name: 'interlinkingLinkInline', attributes: { docId: 'x', disabled: false } } });
    const linked = await provider('dump');
    await browser('until', { state: linked.state });
    const seen = await browser('dump');
    assert.deepEqual([seen.tree, seen.shows], [linked.tree, true]);
    const [, heading] = seen.tree[0].children;
    assert.equal(heading.children[0].attributes.level, 2);
    assert.deepEqual(heading.children[0].children.map(({ name, text }) => name ?? text[0].insert), ['🙂', 'interlinkingLinkInline', ' typed']);
    await browser('save');
    assert.deepEqual(await provider('stored'), linked.tree);
    await provider('undo');
    assert.deepEqual((await provider('dump')).tree, typed.tree);
  }
});

test('a peer says what it cannot do', async () => {
  const { peers: [browser] } = await bothIn(b, GOLDEN);
  await assert.rejects(browser('fly'), /nobody here can do "fly"/);
  await assert.rejects(browser('type', { after: 'nowhere', text: 'x' }), /shows no "nowhere"/);
});
