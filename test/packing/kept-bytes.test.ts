import { buffer } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KeptBytes } from '../../packing/kept-bytes';

const MB = 1024 * 1024;

const chunks = fc.array(
  fc.record({ length: fc.integer({ min: 0, max: 700_000 }), byte: fc.integer({ min: 0, max: 255 }) }),
  { maxLength: 12 },
);

async function kept(plainBytes: number, given: readonly { readonly length: number; readonly byte: number }[]) {
  const bytes = new KeptBytes(plainBytes);
  for (const { length, byte } of given) await bytes.add(Buffer.alloc(length, byte));
  return { bytes, all: Buffer.concat(given.map(({ length, byte }) => Buffer.alloc(length, byte))) };
}

test('what was kept is read as it was, plain or deflated, as often as wanted, and once more to let it go', async () => {
  await fc.assert(
    fc.asyncProperty(chunks, fc.constantFrom(0, MB, 3 * MB, Infinity), async (given, plainBytes) => {
      const { bytes, all } = await kept(plainBytes, given);
      expect(bytes.bytes).toBe(all.length);
      for (let time = 0; time < 2; time += 1) expect((await buffer(bytes.read())).equals(all)).toBe(true);
      expect((await buffer(bytes.takeOut())).equals(all)).toBe(true);
      expect((await buffer(bytes.read())).length).toBe(0);
    }),
    { numRuns: 20 },
  );
});

test('beyond its limit it takes less than what was added, and it is handed on in small chunks', async () => {
  const { bytes } = await kept(
    2 * MB,
    Array.from({ length: 40 }, (_, byte) => ({ length: 200_000, byte })),
  );
  for await (const chunk of bytes.read()) expect(chunk.length).toBeLessThanOrEqual(64 * 1024);
  expect(bytes.size).toBeLessThan(bytes.bytes / 4);
});

test('what is forgotten is gone', async () => {
  const { bytes } = await kept(0, [{ length: 3 * MB, byte: 7 }]);
  bytes.forget();
  expect((await buffer(bytes.read())).length).toBe(0);
});
