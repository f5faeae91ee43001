import { expect, test } from '@jest/globals';
import { stepInWords, type StepNow } from '../../../client/waiting/step-words';

const NOW = Date.parse('2026-03-10T12:00:00Z');
const STEP: StepNow = { name: 'sendToDevo', attempt: 1, nextAttemptAt: null, failure: null, jobs: [], events: null };

test('a step is told by its name and attempt', () => {
  expect(stepInWords(STEP, NOW)).toBe('step sendToDevo, attempt 1');
});

test('the jobs in Devo are told with their age, which is not known of one that older code began', () => {
  const jobs = [
    { id: '17', since: NOW - 35_000 },
    { id: '18', since: null },
  ];
  expect(stepInWords({ ...STEP, jobs }, NOW)).toBe("step sendToDevo, attempt 1, Devo's job 17 for 35 s, Devo's job 18");
});

test('an age is at least a second, whatever the clocks of two machines say', () => {
  expect(stepInWords({ ...STEP, jobs: [{ id: '17', since: NOW + 9_000 }] }, NOW)).toContain('job 17 for 1 s');
});

test('a walk over events tells how many there were', () => {
  const events = { received: 12_500, sent: 12_000 };
  expect(stepInWords({ ...STEP, name: 'pullEvents', events }, NOW)).toBe(
    'step pullEvents, attempt 1, 12,500 received, 12,000 sent',
  );
});

test('between two attempts it is told when the next one is due, and why the one before failed', () => {
  const waits = { ...STEP, attempt: 3, nextAttemptAt: NOW + 3_400, failure: 'ApiError 450: CTCI has a fault' };
  expect(stepInWords(waits, NOW)).toBe(
    'step sendToDevo, attempt 3 in 4 s, the one before: ApiError 450: CTCI has a fault',
  );
  expect(stepInWords(waits, NOW + 5_000)).toMatch(/attempt 3, the one before/);
});
