import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { CLIENT, runClient, type Ended } from '../stage/built-client';

async function run(...args: string[]): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'ctci-help-'));
  try {
    return await runClient(args, { HOME: folder }, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('without a verb the help is printed, and that is well', async () => {
  const [bare, asked] = await Promise.all([run(), run('--help')]);
  expect(bare).toMatchObject({ code: 0, stderr: '' });
  expect(bare.stdout).toContain('Usage: ctci-collector');
  expect(bare.stdout).toBe(asked.stdout);
  expect(await run('help')).toEqual(asked);
});

test('help about a verb that is not there names it', async () => {
  const ended = await run('help', 'stauts');
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toMatch(/UsageError 700: Wrong usage: unknown command 'stauts'/);
});

test.each([[['stauts']], [['--nothing']], [['status', '--nothing']], [['status', '--config']]])(
  'wrong usage is told in words of its own: %j',
  async (args) => {
    const ended = await run(...args);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain('UsageError 700');
    expect(ended.stderr).not.toMatch(/\(outputHelp\)|\n\s+at /);
  },
);

test('help of all verbs loads nothing of Temporal, of zod or of YAML', () => {
  const program = `
    const verbs = require(${JSON.stringify(join(dirname(CLIENT), 'main.js'))}).VERBS;
    Promise.all(Object.values(verbs).map((load) => load())).then(() => {
      const heavy = (file) => /node_modules.(@temporalio|zod|yaml|pino)/.test(file);
      console.log(Object.keys(require.cache).filter(heavy).length);
    });`;
  expect(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }).trim()).toBe('0');
});
