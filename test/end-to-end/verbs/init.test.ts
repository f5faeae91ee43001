import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { documentOf, runClient } from '../stage/built-client';

jest.setTimeout(60_000);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-init-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NO_ENGINE = { TEMPORAL_ADDRESS: '127.0.0.1:1' };
const ANSWERS = ['init', '--region', 'us', '--domain', 'acme'];

test('what init makes without a terminal passes as configuration, and stays when init is asked again', async () => {
  const made = await runClient(ANSWERS, NO_ENGINE, folder);
  expect(made).toMatchObject({ code: 0, stderr: '' });
  expect(made.stdout).toContain('CTCI_API_TOKEN');
  const text = readFileSync(join(folder, 'config.yaml'), 'utf8');

  const checked = await runClient(
    ['check', '--json'],
    { ...NO_ENGINE, CTCI_API_TOKEN: 'ctci-token', DEVO_API_TOKEN: 'devo-token' },
    folder,
  );
  expect(checked.code).toBe(3); // the configuration is good; it is Temporal that is not there
  expect(documentOf(checked).error?.number).toBe(600);

  const again = await runClient([...ANSWERS, '--json'], NO_ENGINE, folder);
  expect({ code: again.code, number: documentOf(again).error?.number }).toEqual({ code: 2, number: 704 });
  expect(readFileSync(join(folder, 'config.yaml'), 'utf8')).toBe(text);
});

test('without a terminal and without options, init names on stderr what it needs', async () => {
  const { code, stdout, stderr } = await runClient(['init'], NO_ENGINE, folder);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/UsageError 700.*--region, --domain/);
});

test('every verb of the program stands in its completion, and bash reads the script', async () => {
  const { stdout: help } = await runClient(['--help'], {});
  const verbs = [...help.matchAll(/^ {2}([a-z]+)\b/gm)].map(([, name = '']) => name);
  expect(verbs).toEqual(expect.arrayContaining(['up', 'status', 'init', 'explain', 'completion', 'check']));
  const { stdout: script, code } = await runClient(['completion', 'bash'], {});
  expect(code).toBe(0);
  for (const verb of verbs.filter((each) => each !== 'help')) expect(script).toContain(`    ${verb}) COMPREPLY`);
});
