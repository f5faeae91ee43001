import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { BodyTooLarge, createBodySink } from '../../sources/ctci/body-sink';

const MEGABYTE = 1024 * 1024;
const NOISE = randomBytes(24 * MEGABYTE);

/** Cuts the first bytes of the noise into chunks of these sizes, over and over. */
function* chunksOf(bytes: number, sizes: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes; turn += 1) {
    const end = Math.min(at + (sizes[turn % sizes.length] ?? 1), bytes);
    yield NOISE.subarray(at, end);
    at = end;
  }
}

test('a sink gives back the bytes that it took, however large, cut and announced', () => {
  const sizes = fc.array(fc.integer({ min: MEGABYTE / 64, max: 4 * MEGABYTE }), { minLength: 1, maxLength: 5 });
  fc.assert(fc.property(fc.integer({ min: 0, max: NOISE.length }), sizes, fc.constantFrom(null, 0, 0.5, 1, 1.1), (bytes, cuts, announced) => {
    const sink = createBodySink(announced === null ? null : Math.min(Math.floor(bytes * announced), NOISE.length), NOISE.length);
    for (const chunk of chunksOf(bytes, cuts)) sink.add(chunk);
    expect(sink.bytes().equals(NOISE.subarray(0, bytes))).toBe(true);
  }), { numRuns: 40 });
});

test('a sink takes no more than its limit, be it announced or not', () => {
  for (const announced of [null, 12 * MEGABYTE]) {
    const sink = createBodySink(announced, 20 * MEGABYTE);
    for (const chunk of chunksOf(20 * MEGABYTE, [MEGABYTE])) sink.add(chunk);
    expect(() => sink.add(NOISE.subarray(0, 1))).toThrow(BodyTooLarge);
  }
  expect(() => createBodySink(21 * MEGABYTE, 20 * MEGABYTE)).toThrow(BodyTooLarge);
});
