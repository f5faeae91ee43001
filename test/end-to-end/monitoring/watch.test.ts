import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { configWithAll } from '../../config/load-from-text';
import { startClient } from '../stage/built-client';

jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'ctci-watch-'));
const file = join(folder, 'config.yaml');
writeFileSync(file, configWithAll({ 'globals.name': 'nobody_watches' }));

afterAll(() => rmSync(folder, { recursive: true }));

test('status --watch shows the status again, and Ctrl-C is its good end', async () => {
  const child = startClient(['status', '--watch', '--config', file], {
    TEMPORAL_ADDRESS: process.env['TEST_TEMPORAL_ADDRESS'],
  });
  let shown = '';
  const twice = new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      shown += chunk.toString('utf8');
      if (shown.split('LAST PULL').length > 2) resolve();
    });
    child.once('close', (code) => reject(new Error(`it ended with ${String(code)}: ${shown}`)));
  });
  await twice;
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(shown).toMatch(/every 2 s; Ctrl-C ends/);
  expect(shown).toContain('ctci/cewl  stopped');
  expect(shown).not.toContain('\u001B'); // no terminal: nothing is redrawn, nothing coloured
});
