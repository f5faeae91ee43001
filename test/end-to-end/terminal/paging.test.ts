import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { configWithAll } from '../../config/load-from-text';
import { runClient } from '../stage/built-client';
import { startClient } from '../stage/built-program';
import { KEEPING, startInTerminal, startVerb, type InTerminal } from './pseudo-terminal';

jest.setTimeout(60_000);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-paging-'));
  writeFileSync(join(folder, 'config.yaml'), configWithAll({ 'globals.name': 'nobody_reads' }));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function asked(args: readonly string[], env: NodeJS.ProcessEnv, rows = 10): Promise<InTerminal> {
  const verb = startVerb(args, { folder, env, rows });
  expect(await verb.ended).toMatchObject({ code: 0 });
  return verb;
}

test('what is longer than the terminal goes through PAGER, whole and in colour', async () => {
  const { stdout } = await asked(['config', 'show'], { PAGER: KEEPING });
  expect(stdout).toMatch(/^turned \d\d lines/);
  expect(readFileSync(join(folder, 'paged'), 'utf8')).toMatch(/^\u001B\[2mSETTING.*\n(.*\n)*outputs\./);
});

test('what fits the terminal does not', async () => {
  const { stdout } = await asked(['explain', '401'], { PAGER: KEEPING }, 40);
  expect(stdout).toMatch(/^ApiError 401/);
});

test.each([
  ['explain', ['explain']],
  ['config show', ['config', 'show']],
  ['logs', ['logs']],
])('%s is paged', async (_name, args) => {
  mkdirSync(join(folder, '.ctci-collector'));
  writeFileSync(join(folder, '.ctci-collector', 'worker.log'), 'a line\n'.repeat(40));
  expect((await asked(args, { PAGER: KEEPING })).stdout).toMatch(/^turned [1-9]\d+ lines/);
});

test('every verb that may have much to say takes --no-pager', async () => {
  const verbs = ['history', 'diff', 'explain', 'config', 'logs', 'preview', 'status'];
  for (const help of await Promise.all(verbs.map((verb) => runClient([verb, '--help'], { HOME: folder }, folder))))
    expect(help.stdout).toContain('--no-pager');
});

test.each([
  ['PAGER=cat', ['explain'], { PAGER: 'cat' }],
  ['an empty PAGER', ['explain'], { PAGER: '' }],
  ['--no-pager', ['explain', '--no-pager'], { PAGER: KEEPING }],
  ['TERM=dumb', ['explain'], { PAGER: KEEPING, TERM: 'dumb' }],
  ['--json', ['explain', '--json'], { PAGER: KEEPING }],
  ['a pager that is not there', ['explain'], { PAGER: 'no-such-pager -x' }],
])('with %s everything is written at once', async (_what, args, env) => {
  const { stdout } = await asked(args, env);
  expect(stdout).toContain('401');
  expect(stdout).toContain('699');
  expect(stdout).not.toMatch(/^turned \d/m);
});

test('a pager that ends before it has read everything leaves no error', async () => {
  writeFileSync(join(folder, 'page'), `#!/bin/sh\nhead -n 1\n`);
  chmodSync(join(folder, 'page'), 0o755);
  mkdirSync(join(folder, '.ctci-collector'));
  // more than a pipe holds: the pager is gone while there is something left to write
  writeFileSync(join(folder, '.ctci-collector', 'worker.log'), `${'x'.repeat(99)}\n`.repeat(20_000));
  const { stdout } = await asked(['logs', '--lines', '20000'], { PAGER: './page' });
  expect(stdout).toBe(`${'x'.repeat(99)}\r\n`);
});

test('without PAGER it is less, and Ctrl-C is a key of it', async () => {
  mkdirSync(join(folder, 'bin'));
  const less = join(folder, 'bin', 'less');
  writeFileSync(
    less,
    `#!/bin/sh\ntrap 'echo "a key"' INT\necho "LESS=$LESS"\ncat > /dev/null\nuntil read key < ` +
      `/dev/tty && [ -n "$key" ]; do :; done\necho "$key"\n`,
  );
  chmodSync(less, 0o755);
  const path = [join(folder, 'bin'), process.env['PATH']].join(delimiter);
  const verb = startVerb(['explain'], { folder, rows: 10, env: { PATH: path } });
  await verb.said(/LESS=FRX/);
  verb.type('\u0003');
  await verb.said(/a key/);
  verb.type('end\r');
  expect(await verb.ended).toMatchObject({ code: 0 });
});

test('what is not written to a terminal is not paged', async () => {
  const piped = startClient(folder, ['explain'], { PAGER: KEEPING });
  await piped.ended;
  expect(piped.stdout).toContain('ApiError');
  const verb = startInTerminal(`"$NODE" "$CLIENT" explain < /dev/null`, {
    folder,
    rows: 10,
    env: {
      PAGER: KEEPING,
      NODE: process.execPath,
      CLIENT: join(__dirname, '..', '..', '..', 'dist', 'client', 'cli.js'),
    },
  });
  await verb.ended; // nobody could turn the pages
  expect(verb.stdout).not.toMatch(/^turned \d/m);
});
