import { cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { build, environment, ROOT, startNode } from '../stage/built-program';

jest.setTimeout(120_000);

let folder: string;

beforeAll(build);

beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'ctci-installed-')));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The built program in another place, without one folder of it and without one scope of packages. */
function install(left: { readonly folder?: string; readonly scope?: string }): string {
  const dist = realpathSync(join(ROOT, 'dist'));
  cpSync(dist, join(folder, 'dist'), { recursive: true, filter: (path) => path !== join(dist, left.folder ?? 'none') });
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name !== left.scope) symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return join(folder, 'dist', 'client', 'cli.js');
}

test('an installation without the simulators has no demo: it names the configuration that is missing', async () => {
  const program = startNode(folder, [install({ folder: 'simulators' }), 'up'], environment());
  expect(await program.ended).toEqual({ code: 2, signal: null });
  expect(program.stderr).toContain('SetupError 20');
  expect(program.stderr).toContain('"ctci-collector init"');
  expect(program.stdout).toBe('');
});

test('simulators without their packages are told, and nothing is started', async () => {
  const program = startNode(folder, [install({ scope: '@fastify' }), 'up'], environment());
  expect(await program.ended).toEqual({ code: 1, signal: null });
  expect(program.stderr).toContain('EngineError 643');
  expect(program.stderr).toContain('@fastify/busboy');
});
