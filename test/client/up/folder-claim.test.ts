import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { claimFolder } from '../../../client/up/folder-claim';
import { startTicks } from '../../../engine/server/process-identity';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '..', '..', '..');

/** A process of its own that claims the folder whenever it is told to, and stays. */
const CLAIMER = `
  const { transformFileSync } = require(${JSON.stringify(require.resolve('@swc/core'))});
  const jsc = { target: 'es2022', parser: { syntax: 'typescript' } };
  const options = { jsc, module: { type: 'commonjs' }, swcrc: false };
  require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, options).code, file);
  const { claimFolder } = require(${JSON.stringify(join(ROOT, 'client', 'up', 'folder-claim.ts'))});
  process.on('message', (folder) =>
    claimFolder(folder).then(() => process.send('claimed'), (error) => process.send(error.message)));
  process.send('ready');`;

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-claim-'));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** As exFAT and many SMB shares answer. */
const WITHOUT_LINKS =
  `require('node:fs').linkSync = () => { throw Object.assign(new Error('no links'), { code: ` + `'EPERM' }); };`;

async function claimer(disk = ''): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', disk + CLAIMER], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.push(child);
  await once(child, 'message');
  return child;
}

async function claims(child: ChildProcess): Promise<string> {
  const answer = once(child, 'message') as Promise<[string]>;
  child.send(folder);
  return (await answer)[0];
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test.each([
  ['a usual disk', ''],
  ['a disk without hard links', WITHOUT_LINKS],
])(
  'of many that start at once one gets the folder, and the others are told which process has it: on %s',
  async (_what, disk) => {
    const all = await Promise.all(Array.from({ length: 6 }, () => claimer(disk)));
    for (let round = 0; all.length > 1; round += 1) {
      // each time over what a killed holder has left
      const answers = await Promise.all(all.map(claims));
      const winner = all[answers.indexOf('claimed')];
      expect(answers.filter((answer) => answer === 'claimed')).toHaveLength(1);
      for (const answer of answers)
        if (answer !== 'claimed')
          expect(answer).toContain(`A collector is already up in this folder: process ${winner?.pid} `);
      expect(readdirSync(folder)).toEqual([`up-${round + 1}.lock`]);
      all.splice(answers.indexOf('claimed'), 1);
      await kill(winner!);
    }
  },
);

test('a folder that was given back is free, although the process lives on', async () => {
  const giveBack = await claimFolder(folder);
  const other = await claimer();
  expect(await claims(other)).toContain(`process ${process.pid} `);
  await giveBack();
  expect(await claims(other)).toBe('claimed');
  await giveBack(); // takes nothing from the one that has it now
  await expect(claimFolder(folder)).rejects.toMatchObject({
    id: 'already_up',
    message: expect.stringContaining(`process ${other.pid} `),
  });
});

test.each([
  [
    'of a process whose pid another one has got since',
    () => JSON.stringify({ pid: process.ppid, start_ticks: `${startTicks(process.ppid)}0` }),
  ],
  ['of an earlier process with the pid of this one', () => JSON.stringify({ pid: process.pid, start_ticks: '1' })],
  ['that is torn', () => '{"pid":'],
])('a claim %s is void', async (_what, content) => {
  writeFileSync(join(folder, 'up-7.lock'), content());
  await claimFolder(folder);
  expect(readdirSync(folder)).toEqual(['up-8.lock']);
  expect(JSON.parse(readFileSync(join(folder, 'up-8.lock'), 'utf8'))).toEqual({
    pid: process.pid,
    start_ticks: startTicks(process.pid),
  });
});
