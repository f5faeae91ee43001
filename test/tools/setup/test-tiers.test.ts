import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { runModule } from '../run-module';

const ROOT = join(__dirname, '..', '..', '..');

interface Chosen {
  readonly jest: readonly string[];
  readonly isAll: boolean;
}

async function chosenBy(...words: string[]): Promise<Chosen> {
  const { stdout } = await runModule(
    `const { chooseTests } = await setup('test-tiers'); return chooseTests(${JSON.stringify(words)});`,
  );
  return JSON.parse(stdout) as Chosen;
}

function testFiles(): readonly string[] {
  return readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.test.ts'))
    .map((path) => join(ROOT, 'test', path));
}

test('every change is tested by all rooms and by some tests of the engine, each of which is there', async () => {
  const { jest, isAll } = await chosenBy();
  expect(isAll).toBe(false);
  const wanted = jest.map((pattern) => new RegExp(pattern));
  const chosen = testFiles().filter((path) => wanted.some((pattern) => pattern.test(path)));
  const needsMore = /\/test\/(?:engine|end-to-end)\//;
  expect(testFiles().filter((path) => !needsMore.test(path) && !chosen.includes(path))).toEqual([]);
  const others = wanted.filter((pattern) => !pattern.test(__filename));
  expect(others.length).toBeGreaterThan(1);
  for (const pattern of others) expect(chosen.filter((path) => pattern.test(path))).toHaveLength(1);
  expect(chosen.filter((path) => needsMore.test(path))).toHaveLength(others.length);
});

test('--all is everything, and words for jest choose among everything', async () => {
  expect(await chosenBy('--all')).toEqual({ jest: [], isAll: true });
  expect(await chosenBy('test/sources')).toEqual({ jest: ['test/sources'], isAll: true });
  expect(await chosenBy('--all', '-t', 'held')).toEqual({ jest: ['-t', 'held'], isAll: true });
});

test('a CI runs everything', () => {
  const scripts = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
  expect(scripts.scripts['test:all']).toMatch(/test\.mjs --all$/);
  expect(readFileSync(join(ROOT, '.ci', 'run'), 'utf8')).toMatch(/npm --silent run test:all/);
});
