import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';

jest.setTimeout(600_000);

const FAULTS = join(__dirname, '..', '..', '..', 'tools', 'faults.mjs');

/** Runs the program and returns its exit code and all that it said. */
function runFaults(...options: string[]): Promise<{ readonly code: number | null; readonly output: string }> {
  const child = spawn(process.execPath, [FAULTS, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TEMPORAL_CLI_PATH: process.env['TEST_TEMPORAL_CLI'] },
  });
  let output = '';
  const take = (chunk: Buffer): void => {
    output += chunk.toString('utf8');
  };
  child.stdout.on('data', take);
  child.stderr.on('data', take);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

test('the promises hold through killed processes, lost answers, bad lists and twenty seeded histories', async () => {
  const { code, output } = await runFaults('--short');
  if (code !== 0) throw new Error(`it ended with ${String(code)}:\n${output}`);
  const lines = output.trimEnd().split('\n');
  expect(lines.filter((line) => line.startsWith('held    seed'))).toHaveLength(20);
  expect(lines.at(-1)).toMatch(/^promises: \d\d held, 0 broken/); // which of them a history meets is up to the machine
});

test('an option that does not exist is refused before anything starts', async () => {
  const { code, output } = await runFaults('--sead', '3');
  expect(output).toContain("unknown option '--sead'");
  expect(code).toBe(1);
});

test('a name that no scenario has is no success', async () => {
  const { code, output } = await runFaults('--only', 'nothing like it');
  expect(output).toContain('there is nothing to try');
  expect(code).toBe(1);
});
