import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { defaultPayloadConverter } from '@temporalio/common';
import { Unreadable } from '../../../domain/unreadable';
import { payloadConverter } from '../../../engine/payloads/payload-converter';

function encodingOf(value: unknown): string {
  return Buffer.from(payloadConverter.toPayload(value).metadata!['encoding']!).toString();
}

test('any value without bytes is the payload that the SDK makes of it, and is read back by either', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const ours = payloadConverter.toPayload(value);
      const theirs = defaultPayloadConverter.toPayload(value);
      expect(Buffer.from(ours.data!)).toEqual(Buffer.from(theirs.data!));
      expect(encodingOf(value)).toBe('json/plain');
      expect(payloadConverter.fromPayload(theirs)).toEqual(defaultPayloadConverter.fromPayload(ours));
    }),
  );
  expect(payloadConverter.fromPayload(payloadConverter.toPayload(undefined))).toBeUndefined();
});

test('bytes beside other values come back as they were, and are not written as text', () => {
  const bytes = fc.uint8Array({ maxLength: 300 });
  fc.assert(
    fc.property(fc.array(bytes, { minLength: 1, maxLength: 5 }), bytes, fc.jsonValue(), (packed, marks, other) => {
      const value = { other, marks: Buffer.from(marks), table: { columns: ['cve'], count: 3, packed } };
      const asJson: unknown = JSON.parse(JSON.stringify(other)); // without a negative zero
      const payload = payloadConverter.toPayload(value);
      const read = payloadConverter.fromPayload<typeof value>(payload);
      expect(Buffer.from(read.marks)).toEqual(Buffer.from(marks));
      expect(read.table.packed.map((piece) => [...piece])).toEqual(packed.map((piece) => [...piece]));
      expect({ ...read, marks: 0, table: { ...read.table, packed: 0 } }).toEqual({
        other: asJson,
        marks: 0,
        table: { columns: ['cve'], count: 3, packed: 0 },
      });
      const held = marks.length + packed.reduce((sum, piece) => sum + piece.length, 0);
      expect(payload.data!.length).toBeLessThan(held + JSON.stringify(other).length * 3 + 300);
    }),
  );
  expect(encodingOf({ marks: Buffer.from('x') })).toBe('binary/json-with-bytes');
  expect(encodingOf(Buffer.from('x'))).toBe('binary/plain');
});

test('what cannot be read is a value that says so, and no error', () => {
  const payload = payloadConverter.toPayload({ marks: Buffer.alloc(20) });
  const cut = { ...payload, data: payload.data!.subarray(0, -1) };
  expect(payloadConverter.fromPayload(cut)).toMatchObject({
    because: 'damaged',
    why: expect.stringContaining('1 bytes early'),
  });
  const { encoding } = payload.metadata!;
  const withoutLength = payloadConverter.fromPayload({ ...payload, metadata: { encoding: encoding! } });
  expect(withoutLength).toMatchObject({
    because: 'damaged',
    why: expect.stringContaining('does not say where its JSON ends'),
  });
  expect(
    payloadConverter.fromPayload({ metadata: { encoding: Buffer.from('json/protobuf') }, data: Buffer.from('"x"') }),
  ).toEqual(new Unreadable('encoding', 'it is in the encoding "json/protobuf"'));
});
