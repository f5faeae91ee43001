import { expect, test } from '@jest/globals';
import { within } from '../../activities/within';
import { CollectorError } from '../../errors/collector-error';

const NEVER = new AbortController().signal;
const LATE = new CollectorError('ctci_timeout', { seen: 'the login' });

test('work that ends in time gives its result, or its own error', async () => {
  expect(
    await within(
      60_000,
      NEVER,
      () => LATE,
      () => Promise.resolve(7),
    ),
  ).toBe(7);
  await expect(
    within(
      60_000,
      NEVER,
      () => LATE,
      () => Promise.reject(new Error('its own')),
    ),
  ).rejects.toThrow('its own');
});

test('work that is late is told so by the signal, and the error says what was late', async () => {
  let reason: unknown;
  const late = within(
    20,
    NEVER,
    () => LATE,
    (signal) =>
      new Promise(() =>
        signal.addEventListener('abort', () => {
          reason = signal.reason;
        }),
      ),
  );
  await expect(late).rejects.toBe(LATE);
  expect(reason).toBe(LATE);
});

test("the caller's own giving up reaches the work", async () => {
  const caller = new AbortController();
  const work = within(
    60_000,
    caller.signal,
    () => LATE,
    (signal) => new Promise((_, refuse) => signal.addEventListener('abort', () => refuse(signal.reason as Error))),
  );
  caller.abort(new Error('the worker stops'));
  await expect(work).rejects.toThrow('the worker stops');
});
