import { expect, test } from '@jest/globals';
import { createConsoleOutput } from '../../../outputs/console/create-console-output';
import { deliveryOf, keptProgress, NEVER, tableOf } from './deliveries';
import { listOf, parseEvent, replay } from './received-events';

test('The console gets one line for each event', async () => {
  const lines: string[] = [];
  const output = createConsoleOutput({ name: 'console', write: (line) => void lines.push(line) });
  const receipt = await output.deliver(deliveryOf(), keptProgress().attempt(), NEVER);
  expect(receipt).toMatchObject({ sent: 10, full: true, job: null, bytes: Buffer.byteLength(lines.join('')) });
  expect(lines.every((line) => /^[^\n]+\n$/.test(line))).toBe(true);
  expect(replay(lines.map((line) => parseEvent(line)))).toEqual(listOf(tableOf(10)));
  await expect(output.inspect(NEVER)).resolves.toEqual({ exists: true, newestJob: null, requests: 0 });
});

test('A cancelled delivery writes nothing', () => {
  const lines: string[] = [];
  const output = createConsoleOutput({ name: 'console', write: (line) => void lines.push(line) });
  expect(() => output.deliver(deliveryOf(), keptProgress().attempt(), AbortSignal.abort(new Error('stopped')))).toThrow(
    'stopped',
  );
  expect(lines).toEqual([]);
});
