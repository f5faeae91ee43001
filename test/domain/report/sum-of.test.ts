import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sumOf } from '../../../domain/report/sum-of';

const tally = fc.record({ sent: fc.nat(), refused: fc.nat(), received: fc.nat() });

test('two tallies are added count by count, in any order, and neither is changed', () => {
  fc.assert(
    fc.property(tally, tally, (one, other) => {
      const before = structuredClone([one, other]);
      const sum = sumOf(one, other);
      expect(sum).toEqual(sumOf(other, one));
      expect(sum).toEqual({
        sent: one.sent + other.sent,
        refused: one.refused + other.refused,
        received: one.received + other.received,
      });
      expect([one, other]).toEqual(before);
    }),
  );
});

test('what only the second one holds is left out', () => {
  expect(sumOf<'sent'>({ sent: 1 }, { sent: 2, ...{ requests: 7 } })).toEqual({ sent: 3 });
});
