import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CollectorError } from '../../../errors/collector-error';
import { gzipChunks, gzipRecords, plainChunks, plainRecords } from '../../../outputs/devo-events/syslog/record-chunks';
import { framePieces, frameRecord, recordHeader } from '../../../outputs/devo-events/syslog/syslog-record';
import { RecordParser } from '../../../simulators/syslog/record-parser';
import { parseRecord } from './received-events';

const HEADER = recordHeader('worker-1', 'my.app.ctci.cewl', 'outputs.devo.config');
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: fc.constantFrom('\n', '\r', '\0', '1', ' ', '<', '\u001f', 'é', '🛡️') }),
);

/** Feeds the bytes in pieces of the given sizes, and the rest at once. */
function parsePieces(bytes: Buffer, sizes: readonly number[]): string[] {
  const parser = new RecordParser();
  const records: Buffer[] = [];
  let at = 0;
  for (const size of sizes) {
    records.push(...parser.push(bytes.subarray(at, at + size)));
    at += size;
  }
  records.push(...parser.push(bytes.subarray(at)));
  expect(parser.pendingBytes).toBe(0);
  return records.map((record) => parseRecord(record).message);
}

test('A record that is read back is the message that was framed, whatever its text', () => {
  fc.assert(
    fc.property(anyText, (message) => {
      expect(parsePieces(Buffer.from(frameRecord(HEADER, message)), [])).toEqual([message]);
    }),
  );
});

test('Any messages, cut into any pieces on the way, arrive in order, plain or compressed', () => {
  fc.assert(
    fc.property(
      fc.array(anyText, { maxLength: 20 }),
      fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 30 }),
      (messages, sizes) => {
        for (const chunks of [plainChunks, gzipChunks]) {
          const bytes = Buffer.concat([...chunks(HEADER, messages)].map((chunk) => chunk.bytes));
          expect(parsePieces(bytes, sizes)).toEqual(messages);
        }
      },
    ),
  );
});

test('Messages of any size, small ones among large ones, arrive as they were', () => {
  const sizes = fc.array(fc.oneof(fc.nat(300), fc.integer({ min: 80_000, max: 300_000 })), { maxLength: 8 });
  fc.assert(
    fc.property(sizes, fc.constantFrom('x', 'ë', '€'), (lengths, letter) => {
      const messages = lengths.map((length, index) => `${index} ${letter.repeat(length)}`);
      const chunks = [...plainChunks(HEADER, messages)];
      expect(chunks.reduce((sum, { count }) => sum + count, 0)).toBe(messages.length);
      expect(parsePieces(Buffer.concat(chunks.map(({ bytes }) => bytes)), [])).toEqual(messages);
    }),
    { numRuns: 20 },
  );
});

test('A message in pieces is the same bytes as one of text, plain or compressed, whatever its size', () => {
  const texts = fc.array(fc.oneof(fc.stringMatching(/^[ -~éë€🛡]{0,40}$/u), fc.constant('ë'.repeat(90_000))), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(texts, (messages) => {
      const inPieces = messages.map((message) => framePieces(HEADER, ['{', Buffer.from(message), '"x"}']));
      const asText = messages.map((message) => frameRecord(HEADER, `{${message}"x"}`));
      for (const chunks of [plainRecords, gzipRecords]) {
        const [bytes, others] = [inPieces, asText].map((records) =>
          parsePieces(Buffer.concat([...chunks(records)].map((chunk) => chunk.bytes)), []),
        );
        expect(bytes).toEqual(others);
      }
    }),
    { numRuns: 40 },
  );
});

test('Chunks say how many messages they hold, and stay near their size', () => {
  const messages = Array.from({ length: 5_000 }, (_, index) => `${index} ${'x'.repeat(400)}`);
  const chunks = [...plainChunks(HEADER, messages)];
  expect(chunks.reduce((sum, chunk) => sum + chunk.count, 0)).toBe(5_000);
  expect(Math.max(...chunks.map((chunk) => chunk.bytes.length))).toBeLessThan(300_000);
  expect(chunks.length).toBeGreaterThan(5);
});

test("A record has the form that Devo's SDK gives it", () => {
  expect(frameRecord(HEADER, '{"a":1}')).toBe('<14>Jan  1 00:00:00 worker-1 my.app.ctci.cewl: {"a":1}\n');
  expect(frameRecord(HEADER, 'é\nb')).toBe('52 <14>Jan  1 00:00:00 worker-1 my.app.ctci.cewl: é\nb\n');
});

test('A host or a tag that would break the record is refused with its setting', () => {
  const wrong: readonly (readonly [string, string, string])[] = [
    ['two words', 'my.app.x', 'hostname'],
    ['', 'my.app.x', 'hostname'],
    ['a\nb', 'my.app.x', 'hostname'],
    ['host', 'my app', 'tag'],
    ['host', 'my', 'tag'],
    ['host', 'my.app:', 'tag'],
    ['host', 'my..app', 'tag'],
  ];
  for (const [host, tag, setting] of wrong) {
    let thrown: unknown;
    try {
      recordHeader(host, tag, 'outputs.devo.config');
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(CollectorError);
    expect(thrown).toMatchObject({ id: 'setting_value', setting: `outputs.devo.config.${setting}` });
  }
});
