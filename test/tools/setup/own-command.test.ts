import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runModule } from '../run-module';

const ROOT = join(__dirname, '..', '..', '..');
const PROGRAM = join(ROOT, 'tools', 'collector.mjs');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ctci-it's "));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function commandOf(program: string, where: string): Promise<string> {
  const { stdout } = await runModule(`
    const { ownCommand } = await setup('own-command');
    return ownCommand(${JSON.stringify(program)}, ${JSON.stringify(where)});`);
  const command: unknown = JSON.parse(stdout);
  return String(command);
}

test('in the checkout it is the script of npm', async () => {
  expect(await commandOf(PROGRAM, ROOT)).toBe('npm run -s collector --');
});

test('by the name on PATH it is that name', async () => {
  symlinkSync(PROGRAM, join(folder, 'ctci-collector'));
  expect(await commandOf(join(folder, 'ctci-collector'), folder)).toBe('ctci-collector');
});

test('from elsewhere it is the path, quoted for a shell where need be, and runs', async () => {
  const command = await commandOf(PROGRAM, folder);
  expect(command).toMatch(/^node /);
  expect(execFileSync('sh', ['-c', `${command} explain 15`], { cwd: folder, encoding: 'utf8' })).toContain(
    'SetupError 15',
  );
});
