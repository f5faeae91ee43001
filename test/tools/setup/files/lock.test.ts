import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { runModule } from '../../run-module';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Adds one to a number in a file, slowly: without a lock, processes beside each other lose counts. */
function countSlowly(): string {
  return `
    const { readFileSync, writeFileSync } = await import('node:fs');
    const { withLock } = await setup('files/lock');
    const file = ${JSON.stringify(join(folder, 'count'))};
    await withLock(${JSON.stringify(join(folder, 'lock'))}, async () => {
      const count = Number(readFileSync(file, 'utf8'));
      await new Promise((resolve) => setTimeout(resolve, 50));
      writeFileSync(file, String(count + 1));
    });`;
}

test('processes beside each other take turns', async () => {
  writeFileSync(join(folder, 'count'), '0');
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => runModule(countSlowly())));
  expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    Array.from({ length: 5 }, () => ({ code: 0, stderr: '' })),
  );
  expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('5');
  expect(existsSync(join(folder, 'lock'))).toBe(false);
});

test('the lock of a dead process is taken over, by one at a time', async () => {
  writeFileSync(join(folder, 'count'), '0');
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, host: hostname(), id: 'dead' }));
  await Promise.all(Array.from({ length: 4 }, () => runModule(countSlowly())));
  expect(readFileSync(join(folder, 'count'), 'utf8')).toBe('4');
});

test('a step that fails gives the lock back', async () => {
  const lock = JSON.stringify(join(folder, 'lock'));
  const { stdout } = await runModule(`
    const { withLock } = await setup('files/lock');
    await withLock(${lock}, async () => { throw new Error('no'); }).catch(() => undefined);
    return withLock(${lock}, async () => 'free again');`);
  expect(JSON.parse(stdout)).toBe('free again');
});
