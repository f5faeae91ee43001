import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BatchMemory } from '../../../sources/threatquotient/batch-memory';

test('what is kept stays as it is until it is not needed any more, whatever its size, batch after batch', () => {
  const memory = new BatchMemory();
  const sizes = fc.array(fc.oneof(fc.nat(3_000), fc.integer({ min: 200_000, max: 300_000 })), { maxLength: 12 });
  fc.assert(
    fc.property(sizes, fc.nat(255), (lengths, fill) => {
      memory.clear();
      const given = lengths.map((length, index) => Buffer.alloc(length, (fill + index) % 256));
      const kept = given.map((bytes) => memory.keep(Buffer.from(bytes)));
      expect(kept.every((bytes, index) => bytes.equals(given[index]!))).toBe(true);
    }),
    { numRuns: 30 },
  );
});
