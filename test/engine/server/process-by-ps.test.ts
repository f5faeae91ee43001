import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from '@jest/globals';
import { commandByPs, processIdsByPs, startByPs, stateByPs } from '../../../engine/server/process-by-ps';

test('where there is no /proc, ps names a process by its start, and tells its command line', async () => {
  const child = spawn(process.execPath, [
    '-e',
    'setInterval(() => {}, 1000)',
    '--',
    'start-dev',
    '--db-filename',
    '/a folder/temporal.db',
  ]);
  await once(child, 'spawn');
  const pid = child.pid!;
  const start = startByPs(pid);
  expect(start).toMatch(/\d\d:\d\d:\d\d \d{4}$/);
  expect(Math.abs(Date.parse(`${start} UTC`) - Date.now())).toBeLessThan(60_000);
  expect(startByPs(pid)).toBe(start);
  expect(commandByPs(pid)).toContain('start-dev --db-filename /a folder/temporal.db');
  expect(stateByPs(pid)).not.toMatch(/^Z/);
  expect(processIdsByPs()).toContain(pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(startByPs(pid)).toBeNull();
  expect(commandByPs(pid)).toBeNull();
});
