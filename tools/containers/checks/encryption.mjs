import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { writeSecret } from '../world/place-of-files.mjs';
import { hasSetting } from '../world/settings.mjs';
import { pullAfter } from './kills.mjs';

const KEY = 'history_key';
const NEXT_KEY = 'history_key_next';

const FIRST = { id: 'first', key_file: `/run/secrets/${KEY}` };
const SECOND = { id: 'second', key_file: `/run/secrets/${NEXT_KEY}` };

const TAKEN_UP_MS = 60_000;
const POLL_MS = 300;

/** A dump has bytes as hexadecimal digits. */
const inHex = (text) => Buffer.from(text).toString('hex');

/** Words of states, reports and rows: some of them stand in the payloads of every pull in clear text. */
const CLEAR = ['"outcome":', '"digest":', '"received":', '"rows":', 'CVE-20'].map(inHex);

export const encryptionOn = {
  title: 'encryption is switched on while the chain runs',
  notYet: () => (hasSetting('globals', 'encryption') ? null : 'this version has none'),
  async run(world) {
    const { project, secrets, configure } = world;
    const before = await occurrences(world, CLEAR);
    await pullChange(world);
    const unencrypted = await occurrences(world, CLEAR);
    if (unencrypted <= before)
      throw new Error('the search finds no clear text in histories that are not encrypted: it would prove nothing');

    writeSecret(secrets, KEY, randomBytes(32).toString('base64'));
    configure(withKeys(FIRST));
    await project.compose('restart', 'worker');
    await project.untilHealthy('worker');
    await pullChange(world); // its run began with a state in clear text
    const settled = await occurrences(world, CLEAR);
    await pullChange(world);
    const after = await occurrences(world, CLEAR);
    if (after > settled)
      throw new Error(`a pull with encryption left ${after - settled} pieces of clear text in the database`);
    if ((await occurrences(world, [inHex('binary/encrypted')])) === 0)
      throw new Error('nothing in the database is encrypted');
    await expectWell(project, 'status');
    return { words: 'the chain went on; pulls from then on left no clear text in the database' };
  },
};

/** The drill of docs/encryption.md, on the chain that runs: no container is started anew. */
export const keyRotated = {
  title: 'the key of the histories is changed while the chain runs',
  async run(world) {
    const { project, secrets } = world;
    writeSecret(secrets, NEXT_KEY, randomBytes(32).toString('base64'));
    await takeUp(world, FIRST, SECOND);
    await pullChange(world);
    const early = await occurrences(world, [keyInHex(SECOND)]);
    if (early > 0) throw new Error('a key that was only to be read by has been written with');
    await takeUp(world, SECOND, FIRST);
    await expectWell(project, 'apply');
    await pullChange(world);
    if ((await occurrences(world, [keyInHex(SECOND)])) === 0) throw new Error('nothing is written with the new key');
    await takeUp(world, SECOND);
    await pullChange(world);
    await expectWell(project, 'status');
    await takeUp(world, SECOND, FIRST); // old runs are read by it until they are gone
    return { words: 'read first, then written, then alone: each pull delivered, and the state was kept' };
  },
};

const withKeys =
  (...keys) =>
  (config) => {
    config.globals.encryption = { keys };
  };

/** Edits the configuration, and waits until the worker says that it has it. */
async function takeUp({ project, configure }, ...keys) {
  const readings = async () =>
    (await project.logs('worker')).match(/was read again \([^)]*\) and is in use/g)?.length ?? 0;
  const before = await readings();
  configure(withKeys(...keys));
  const giveUpAt = Date.now() + TAKEN_UP_MS;
  while ((await readings()) <= before) {
    if (Date.now() > giveUpAt) throw new Error(`the worker has not taken up the keys ${keys.map(({ id }) => id)}`);
    await wait(POLL_MS);
  }
}

/** The id of a key stands in clear among the metadata of what it has written: a length, then the letters. */
const keyInHex = ({ id }) => inHex(`encryption-key-id\x12${String.fromCharCode(id.length)}${id}`);

async function expectWell(project, verb) {
  const { code, output } = await project.exec('ctci-collector', verb);
  if (code !== 0) throw new Error(`${verb} ended with ${code}: ${output.trim()}`);
}

async function pullChange(world) {
  await world.simulators.changeList();
  await pullAfter(world);
  await world.expectChangeDelivered();
}

/** How often the texts stand in a dump of Temporal's histories. */
async function occurrences({ project, folder }, texts) {
  const file = join(folder, 'search.sql');
  await project.pipe({ to: file }, 'postgres', 'pg_dump', '--username=temporal', '--data-only', 'temporal');
  let count = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) {
    for (const text of texts) count += line.split(text).length - 1;
  }
  return count;
}
