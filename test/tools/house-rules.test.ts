import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(__dirname, '..', '..');

/** Made by programs or by others: packages, builds, what a run leaves. Folders with a dot are no rooms of the house. */
const NO_ROOMS = new Set(['node_modules', 'dist', 'coverage']);
const MOST_FILES = 20;
const MOST_COLUMNS = 120;

/** What the SDK does not promise is imported here alone, each with its reason, and by the tests that try it. */
const KNOW_PRIVATE_SDK = [
  'engine/private-sdk.ts',
  'engine/search-attributes.ts', // for the workflows' bundle, which must not hold the rest
  'test/engine/histories-as-json.ts',
  'test/engine/private-sdk.test.ts',
];

/** Every file of code, from the root of the project. */
function codeFiles(folder = ''): string[] {
  return readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NO_ROOMS.has(entry.name) || entry.name.startsWith('.') ? [] : codeFiles(path);
    return /\.(ts|mjs|cjs|js)$/.test(entry.name) ? [path] : [];
  });
}

function text(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const FILES = codeFiles();

test(`no folder has more than ${MOST_FILES} files of code side by side: what is more wants rooms`, () => {
  const counts = new Map<string, number>();
  for (const path of FILES) {
    const folder = path.split('/').slice(0, -1).join('/');
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  expect([...counts].filter(([, files]) => files > MOST_FILES)).toEqual([]);
});

test(`every line ends before column ${MOST_COLUMNS + 1}, texts included`, () => {
  const long = FILES.flatMap((path) =>
    text(path)
      .split('\n')
      .flatMap((line, index) => (line.length > MOST_COLUMNS ? [`${path}:${index + 1}`] : [])),
  );
  expect(long).toEqual([]);
});

test('domain/ knows no word of CTCI but the names that workflows and steps have in Temporal', () => {
  const names = /\b(fetchCewl|cewl(Pull|Preview|Inspect|Check))\b/g;
  const knowing = FILES.filter(
    (path) => path.startsWith('domain/') && /ctci|cewl/i.test(text(path).replace(names, '')),
  );
  expect(knowing).toEqual([]);
});

test('what the SDK does not promise is imported in the files that say why, and nowhere else', () => {
  const importing = FILES.filter((path) => /@temporalio\/[\w-]+\/(lib|src)\//.test(text(path)));
  expect(importing.filter((path) => !KNOW_PRIVATE_SDK.includes(path))).toEqual([]);
});
