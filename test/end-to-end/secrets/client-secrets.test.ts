import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, jest, test } from '@jest/globals';
import { configWithAll } from '../../config/load-from-text';
import { runClient } from '../stage/built-client';

jest.setTimeout(60_000);

const CANARY = 'canary+7f3e"9a%b4c1';
const folder = mkdtempSync(join(tmpdir(), 'ctci-client-secrets-'));
const file = join(folder, 'config.yaml');
writeFileSync(file, configWithAll({ 'inputs.ctci.credentials.api_token': '${CANARY}' }));
const env = { CANARY, TEMPORAL_ADDRESS: '127.0.0.1:1', LOG_LEVEL: 'trace' };

afterAll(() => rmSync(folder, { recursive: true }));

test.each([[[]], [['--json']]])(
  'a secret of the configuration is masked in what the client prints, even where it was typed: %j',
  async (json) => {
    const { code, stdout, stderr } = await runClient(
      ['status', '--config', file, '--service', `x${CANARY}y`, ...json],
      env,
    );
    expect(code).toBe(2);
    expect(`${stdout}${stderr}`).toContain('x[redacted]y');
    expect(`${stdout}${stderr}`).not.toMatch(/canary|7f3e|b4c1/);
  },
);

test('the key of Temporal is masked before any configuration is read', async () => {
  const { stdout, stderr } = await runClient(['explain', CANARY], { TEMPORAL_API_KEY: CANARY, LOG_LEVEL: 'trace' });
  expect(stdout).toBe('');
  expect(stderr).toContain('there is no error [redacted]');
  expect(stderr).not.toMatch(/canary|7f3e|b4c1/);
});
