import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Linter } from 'eslint';
import { z } from 'zod';
import { runNode, type Outcome } from './run-module';

const ROOT = join(__dirname, '..', '..');
const manifest = z
  .object({ scripts: z.record(z.string(), z.string()), bin: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-machine-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a program of the project on a Node that says of itself what is given here. */
function on(machine: { version?: string; platform?: string }, program: string, ...args: string[]): Promise<Outcome> {
  const file = join(folder, 'preload.cjs');
  writeFileSync(
    file,
    `
    const machine = ${JSON.stringify(machine)};
    const versions = { ...process.versions, node: machine.version };
    if (machine.version) Object.defineProperty(process, 'versions', { value: versions });
    if (machine.platform) Object.defineProperty(process, 'platform', { value: machine.platform });`,
  );
  return runNode(['-r', file, join(ROOT, program), ...args]);
}

test.each(['0.10.48', '12.22.12', '18.19.0', '20.2.0'])(
  'Node %s is refused in one line that says which one is needed',
  async (version) => {
    for (const program of ['tools/machine.cjs', 'tools/ctci-collector.cjs']) {
      const { code, stdout, stderr } = await on({ version }, program);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toBe(
        `Node ${version} (${process.execPath}) is too old. Use Node 20.3 or later (https://nodejs.org).\n`,
      );
    }
  },
);

test.each(['20.3.0', '20.19.1', '22.0.0', '100.0.0'])('Node %s is taken', async (version) => {
  expect(await on({ version }, 'tools/machine.cjs')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('Windows is refused in one line that says what to use', async () => {
  const { code, stderr } = await on({ platform: 'win32' }, 'tools/machine.cjs');
  expect(code).toBe(1);
  expect(stderr).toMatch(/^Windows is not supported\. Use WSL \(\S+\) or the container \(docs\/containers\.md\)\.\n$/);
  const json: unknown = JSON.parse(
    (await on({ platform: 'win32' }, 'tools/ctci-collector.cjs', 'status', '--json')).stdout,
  );
  expect(json).toMatchObject({ ok: false, services: [], error: { number: 642 } });
});

test('nothing pretends to know Windows: the rest of the program has no branch for it', () => {
  const others = ['coverage', 'data', 'dist', 'docs', 'node_modules', 'test'];
  const sources = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && !others.includes(entry.name))
    .flatMap(({ name }) => readdirSync(join(ROOT, name), { recursive: true }).map((path) => join(name, String(path))))
    .filter((path) => /\.[cm]?[jt]s$/.test(path));
  const knowing = sources.filter((path) =>
    /win32|\bcmd\.exe|platform\(\)|os\.EOL/.test(readFileSync(join(ROOT, path), 'utf8')),
  );
  // the one refuses it, the other reads names of packages in the lockfile
  expect(knowing.sort()).toEqual(['tools/machine.cjs', 'tools/setup/packages/platform-of-package.mjs']);
});

test.each(['machine.cjs', 'ctci-collector.cjs'])('the oldest Node can read %s', (name) => {
  const text = readFileSync(join(ROOT, 'tools', name), 'utf8').replace(/^#!.*/, '');
  expect(
    new Linter().verify(text, {
      languageOptions: { ecmaVersion: 5, sourceType: 'script' },
      linterOptions: { reportUnusedDisableDirectives: 'off' },
    }),
  ).toEqual([]);
});

test('every script looks at the machine first, and then becomes the program', () => {
  for (const script of Object.values(manifest.scripts))
    expect(script).toMatch(/^node tools\/machine\.cjs && exec node tools\/(?:[a-z-]+\.mjs|test\.mjs --all)$/);
});

test('the program on PATH is the client', async () => {
  const { stdout } = await runNode([join(ROOT, manifest.bin['ctci-collector'] ?? ''), 'explain', '15']);
  expect(stdout).toContain('SetupError 15');
});
