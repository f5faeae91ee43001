import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HttpAnswer } from '../../../http/http-message';
import { createServerClock } from '../../../sources/threatquotient/server-clock';

const BEGAN = Date.parse('2026-06-01T12:00:00Z');

function answerAt(epochMs: number): Pick<HttpAnswer, 'header'> {
  const date = new Date(epochMs).toUTCString();
  return { header: (name) => (name === 'date' ? date : undefined) };
}

test('until the server has answered, its clock is taken for ours', () => {
  const clock = createServerClock(
    () => undefined,
    () => BEGAN,
    () => 0,
  );
  expect(clock.now()).toBe(BEGAN / 1000);
});

test('once it has answered, its clock goes on as it was, however ours is stepped', () => {
  const hours = fc.integer({ min: -48, max: 48 }).map((hour) => hour * 3_600_000);
  fc.assert(
    fc.property(hours, hours, fc.integer({ min: 0, max: 600_000 }), (ahead, stepped, passed) => {
      let ours = BEGAN;
      let elapsed = 0;
      const clock = createServerClock(
        () => undefined,
        () => ours,
        () => elapsed,
      );
      clock.watch(answerAt(BEGAN + ahead));
      elapsed = passed;
      ours = BEGAN + passed + stepped;
      expect(Math.abs(clock.now() * 1000 - (BEGAN + ahead + passed))).toBeLessThanOrEqual(2_000);
      clock.watch(answerAt(BEGAN + ahead + passed));
      expect(Math.abs(clock.now() * 1000 - (BEGAN + ahead + passed))).toBeLessThanOrEqual(2_000);
    }),
  );
});
