import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { configWith } from '../../config/load-from-text';
import { runClient } from '../stage/built-client';

jest.setTimeout(60_000);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-disk-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Starts `up` where there is no Temporal CLI: it tells what it has to tell, and ends. */
async function said(period: number, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const service = { outputs: ['devo_lookup'], request_period_in_seconds: period };
  writeFileSync(join(folder, 'config.yaml'), configWith('inputs.ctci.services.cewl', service));
  const { stdout, stderr } = await runClient(['up'], { TEMPORAL_CLI_PATH: '', ...env }, folder);
  return stdout + stderr;
}

test('up warns before it starts anything when a period will fill the disk, and goes on', async () => {
  const words = await said(5);
  expect(words).toMatch(/Warning: Temporal keeps the pulls of 30 days, .*about 36 GB/);
  expect(words).toContain('608');
});

test('up does not warn of a usual period', async () => {
  expect(await said(3600)).not.toContain('Warning: Temporal keeps');
});
