import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { writeSecret } from '../world/place-of-files.mjs';
import { hasSetting } from '../world/settings.mjs';
import { pullAfter } from './kills.mjs';

const KEY = 'history_key';

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
    configure((config) => {
      config.globals.encryption = { keys: [{ id: 'first', key_file: `/run/secrets/${KEY}` }] };
    });
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
    const status = await project.exec('ctci-collector', 'status');
    if (status.code !== 0) throw new Error(`status ended with ${status.code}: ${status.output.trim()}`);
    return { words: 'the chain went on; pulls from then on left no clear text in the database' };
  },
};

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
