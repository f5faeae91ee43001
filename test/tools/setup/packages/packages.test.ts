import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runModule, type Outcome } from '../../run-module';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ctci-packages-'));
  writeLockfile('1.0.0');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function writeLockfile(version: string): void {
  const packages = {
    '': { name: 'x' },
    'node_modules/a': { version },
    'node_modules/only-elsewhere': { version: '9.0.0', optional: true },
  };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
}

/** An `npm` that counts its calls and does what the test wants. */
function fakeNpm(lines: string): void {
  mkdirSync(join(root, 'bin'), { recursive: true });
  const file = join(root, 'bin', 'npm');
  writeFileSync(file, `#!/bin/sh\necho "$1" >> ${root}/asked\n${lines}\n`);
  chmodSync(file, 0o755);
}

function install(): Promise<Outcome> {
  return runModule(
    `
    const { installPackages, packagesAreCurrent } = await setup('packages/packages');
    const failure = await installPackages(${JSON.stringify(root)}, narrator).then(() => null, (error) => error.message);
    return { failure, current: packagesAreCurrent(${JSON.stringify(root)}) };`,
    { PATH: [join(root, 'bin'), '/usr/bin', '/bin'].join(delimiter) },
  );
}

const asked = (): number =>
  existsSync(join(root, 'asked')) ? readFileSync(join(root, 'asked'), 'utf8').trim().split('\n').length : 0;

test('packages are installed once, and again when the lockfile has changed', async () => {
  fakeNpm(`mkdir -p ${root}/node_modules; echo chatter`);
  const first = await install();
  expect(JSON.parse(first.stdout)).toEqual({ failure: null, current: true });
  expect(first.stderr).toContain('Packages: installing');
  expect(first.stderr).not.toContain('chatter');
  expect((await install()).stderr).toBe('');
  expect(asked()).toBe(1);
  writeLockfile('2.0.0');
  await install();
  expect(asked()).toBe(2);
});

test('what npm printed is shown when it fails, and the next start tries again', async () => {
  fakeNpm(`mkdir -p ${root}/node_modules; echo "registry out of reach" >&2; exit 7`);
  const outcome = await install();
  expect(outcome.stdout).toContain('registry out of reach');
  expect(JSON.parse(outcome.stdout)).toMatchObject({ current: false });
});

test('packages that somebody installed with npm itself are kept when they are those of the lockfile', async () => {
  fakeNpm('exit 1');
  mkdirSync(join(root, 'node_modules'));
  const installed = (version: string): void =>
    writeFileSync(
      join(root, 'node_modules', '.package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/a': { version } } }),
    );
  installed('0.9.0');
  expect(JSON.parse((await install()).stdout)).toMatchObject({ current: false });
  installed('1.0.0');
  expect(JSON.parse((await install()).stdout)).toEqual({ failure: null, current: true });
  expect(asked()).toBe(1);
});
