import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { VERBS } from '../../../client/main';
import { DOCUMENTS } from '../../../client/output/documents';
import { outputSchema } from '../../../client/output/output-schema';
import { explain } from '../../../client/work/looking/explain';

const ROOT = resolve(__dirname, '../../..');

test('output.schema.json is up to date (else build, and run node dist/client/output/main.js)', () => {
  expect(readFileSync(join(ROOT, 'output.schema.json'), 'utf8')).toBe(outputSchema());
});

test.each(Object.entries(VERBS))('%s has a schema of its document when it prints one', async (name, load) => {
  const { options } = await load();
  const prints = 'json' in options && name !== 'worker'; // which takes --json to refuse it
  expect(Object.hasOwn(DOCUMENTS, name)).toBe(prints);
});

test('what explain gives fits its schema', () => {
  const { services, error, errors } = explain(undefined);
  expect(DOCUMENTS['explain']?.safeParse({ ok: true, services, error, errors }).error).toBeUndefined();
});
