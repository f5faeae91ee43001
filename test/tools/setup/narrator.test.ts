import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { quoted, startInTerminal, type InTerminal } from '../../end-to-end/terminal/pseudo-terminal';
import { runModule } from '../run-module';

const SETUP = join(__dirname, '..', '..', '..', 'tools', 'setup');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-narrator-'));
  mkdirSync(join(folder, 'bin'));
  const packages = Object.fromEntries([1, 2, 3].map((each) => [`node_modules/p${each}`, { version: '1.0.0' }]));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: { '': {}, ...packages } }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs lines of the setup with a narrator of stdout, in a terminal. A program of the test may wait for `goOn`. */
function inTerminal(lines: string, env: NodeJS.ProcessEnv = {}): InTerminal {
  const script = join(folder, 'run.mjs');
  const part = (name: string): string => JSON.stringify(pathToFileURL(join(SETUP, `${name}.mjs`)).href);
  writeFileSync(
    script,
    `import { createNarrator } from ${part('narrator')};
     import { installPackages } from ${part('packages/packages')};
     import { downloadCli } from ${part('temporal-cli/temporal-cli-download')};
     import { buildCli } from ${part('temporal-cli/temporal-cli-build')};
     const narrator = createNarrator(process.stdout);
     const root = ${JSON.stringify(folder)};
     ${lines}`,
  );
  return startInTerminal(`exec ${quoted(process.execPath)} ${quoted(script)}`, {
    folder,
    columns: 70,
    env: { PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter), ...env },
  });
}

function program(name: string, lines: string): void {
  const file = join(folder, 'bin', name);
  writeFileSync(file, `#!/bin/sh\n${lines}\nuntil [ -e ${folder}/go-on ]; do sleep 0.05; done\n`);
  chmodSync(file, 0o755);
}

function goOn(): void {
  writeFileSync(join(folder, 'go-on'), '');
}

/** Lines that are left on the screen. */
function left(screen: string): string[] {
  return screen.split('\r\n').map((line) => line.split('\u001B[K').at(-1) ?? '');
}

const FETCHED = 'npm http fetch GET 200 https://registry.example/p1/-/p1-1.0.0.tgz 12ms (cache miss)';

test('in a terminal the packages are counted in one line, which is gone when they are there', async () => {
  program('npm', `echo '${FETCHED}' >&2; mkdir -p ${folder}/node_modules`);
  const setup = inTerminal('await installPackages(root, narrator);');
  await setup.said(/Packages: 1 of 3 fetched, 1 s so far/);
  await setup.said(/Packages: 1 of 3 fetched, 2 s so far/);
  goOn();
  await setup.ended;
  expect(left(setup.stdout)).toEqual([
    'Packages: installing what package-lock.json names (npm ci)',
    expect.stringMatching(/^Packages: installed in /),
    '',
  ]);
});

test('a build of the Temporal CLI counts the packages that Go compiles', async () => {
  program(
    'go',
    `[ "$1" = install ] || exit 0; echo 'go: downloading a v1' >&2; echo some/package >&2; echo another >&2`,
  );
  const setup = inTerminal(`await buildCli(root + '/cli/temporal', '1.5.1', narrator, process.env, {});`);
  await setup.said(/Temporal CLI: 2 packages compiled, 1 s so far/);
  goOn();
  await setup.ended;
});

test('a download of the Temporal CLI counts what has come, of how much', async () => {
  let end: () => void = () => undefined;
  const server = createServer((_request, answer) => {
    answer.writeHead(200, { 'content-length': 4_000_000 });
    answer.write(Buffer.alloc(1_500_000));
    end = () => answer.end(Buffer.alloc(2_500_000));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const setup = inTerminal(
    `await downloadCli(root + '/cli/temporal', '1.5.1', narrator, {}, { addresses: ` +
      `['http://127.0.0.1:${port}/'], sha256: 'x' });`,
  );
  await setup.said(/Temporal CLI: 1\.5 of 4\.0 MB, \d+ s so far/);
  end();
  await setup.ended;
  server.close();
});

test('where a terminal cannot write over a line, it gets none', async () => {
  program('npm', `mkdir -p ${folder}/node_modules`);
  goOn();
  const setup = inTerminal('await installPackages(root, narrator);', { TERM: 'dumb' });
  await setup.ended;
  expect(setup.stdout).not.toContain('\u001B');
});

test('what npm tells of its requests is no part of why it failed', async () => {
  program('npm', `echo '${FETCHED}' >&2; echo 'npm error code E404' >&2; exit 1`);
  const { stdout } = await runModule(
    `const { installPackages } = await setup('packages/packages');
     return installPackages(${JSON.stringify(folder)}, narrator).catch(({ message }) => message);`,
    { PATH: [join(folder, 'bin'), process.env['PATH']].join(delimiter) },
  );
  expect(JSON.parse(stdout)).toBe('The packages could not be installed (npm ci ended with 1):\nnpm error code E404');
});
