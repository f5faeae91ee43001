import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BodyTooLarge } from '../../../http/answer/body-sink';
import { PageMemory } from '../../../sources/threatquotient/page-memory';

const chunks = fc.array(fc.oneof(fc.nat(500), fc.integer({ min: 60_000, max: 200_000 })), { maxLength: 6 });

test('a body is what arrived until it is released, while others arrive beside it and after it', () => {
  const memory = new PageMemory(10_000_000);
  let held: { readonly given: Buffer; readonly release: () => void; bytes(): Buffer }[] = [];
  fc.assert(
    fc.property(chunks, fc.nat(255), fc.nat(3), (lengths, fill, kept) => {
      const body = memory.body();
      const given = lengths.map((length, index) => Buffer.alloc(length, (fill + index) % 256));
      for (const chunk of given) void body.add(chunk);
      held.push({ given: Buffer.concat(given), release: body.release, bytes: () => body.bytes() });
      expect(held.every((one) => one.bytes().equals(one.given))).toBe(true);
      for (const { release } of held.slice(kept)) release();
      held = held.slice(0, kept);
    }),
    { numRuns: 60 },
  );
});

test('the memory of a released body is that of a later one, unless it was a very large one', () => {
  const memory = new PageMemory(10_000_000);
  function takes(bytes: number): ArrayBufferLike {
    const body = memory.body();
    void body.add(Buffer.alloc(bytes));
    const { buffer } = body.bytes();
    body.release();
    return buffer;
  }
  const first = takes(1_000_000);
  expect(takes(900_000)).toBe(first);
  expect(takes(100)).toBe(first);
  const large = takes(9_000_000);
  expect(takes(9_000_000)).not.toBe(large);
});

test('a body of exactly the limit is taken, and none that is larger', () => {
  const body = new PageMemory(100).body();
  void body.add(Buffer.alloc(60, 1));
  void body.add(Buffer.alloc(40, 2));
  expect(() => body.add(Buffer.alloc(1))).toThrow(BodyTooLarge);
  expect(body.bytes()).toHaveLength(100);
});
