import { buffer } from 'node:stream/consumers';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { csvChunks } from '../../../../outputs/devo-lookup/content/csv';
import { deployContent } from '../../../../outputs/devo-lookup/content/deploy-content';
import { parseCsv } from '../parse-csv';

const awkward = fc.constantFrom(
  '"',
  ',',
  '\r',
  '\n',
  '\r\n',
  ' ',
  '\t',
  '\u00a0',
  '\ufeff',
  '\u2028',
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '😀',
  'é',
  "'",
  ';',
  '\\',
  '\u0001',
);
const cell = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: awkward }), fc.string({ unit: 'binary' }));
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));

test('any Unicode row is read back by another parser as it was', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (rows) => {
      const columns = rows[0]!.map((_cell, index) => `column_${index}`);
      const bytes = Buffer.from([...csvChunks(columns, rows)].join(''));
      expect(await parseCsv(bytes)).toEqual([columns, ...rows]);
    }),
    { numRuns: 200 },
  );
});

test('lines end with CRLF, quotes stand only where they are needed, and no byte order mark leads', () => {
  const text = [
    ...csvChunks(
      ['cve', 'note'],
      [
        ['CVE-1', 'plain'],
        ['CVE-2', 'a,b'],
        ['CVE-3', 'say "x"'],
        ['CVE-4', ' led'],
        ['CVE-5', ''],
        ['=A1', '-1'],
      ],
    ),
  ].join('');
  expect(text).toBe(
    'cve,note\r\nCVE-1,plain\r\nCVE-2,"a,b"\r\nCVE-3,"say ""x"""\r\nCVE-4," led"\r\nCVE-5,\r\n=A1,-1\r\n',
  );
});

test('space of any kind at the ends of a cell is quoted, a byte order mark too: no reader trims it away', () => {
  const text = [...csvChunks(['\ufeffcve', 'note'], [['\u00a0x', 'y\t']])].join('');
  expect(text).toBe('"\ufeffcve",note\r\n"\u00a0x","y\t"\r\n');
});

test('a row of one empty cell is not an empty line', () => {
  expect([...csvChunks(['cve'], [['']])].join('')).toBe('cve\r\n""\r\n');
});

test('a list without rows is its header', () => {
  expect([...csvChunks(['cve', 'note'], [])]).toEqual(['cve,note\r\n']);
});

test('the bytes counted beforehand are the bytes sent; lone surrogates become valid UTF-8', async () => {
  const anyText = fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 6 })
    .map((units) => String.fromCharCode(...units));
  await fc.assert(
    fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 40 }), async (cells) => {
      const { csv } = await deployContent('replace', ['cve'], { columns: ['cve'], rows: cells.map((text) => [text]) });
      const sent = await buffer(csv.read());
      expect(sent.length).toBe(csv.bytes);
      expect(() => new TextDecoder('utf-8', { fatal: true }).decode(sent)).not.toThrow();
    }),
  );
});

test('a large list comes in many chunks of whole lines', () => {
  const row = ['CVE-2024-0001', 'x'.repeat(200)];
  const chunks = [
    ...csvChunks(
      ['cve', 'note'],
      Array.from({ length: 5_000 }, () => row),
    ),
  ];
  expect(chunks.length).toBeGreaterThan(10);
  expect(chunks.every((chunk) => chunk.endsWith('\r\n') && chunk.length < 70_000)).toBe(true);
});

test('a CSV can be sent again, whether kept as it is or deflated, and its size is known beforehand', async () => {
  for (const rows of [10, 60_000]) {
    // 2 KB, and 12 MB: more than is kept as it is
    const table = {
      columns: ['cve', 'note'],
      rows: Array.from({ length: rows }, (_, index) => [`CVE-2024-${index}`, 'é'.repeat(100)]),
    };
    const { csv } = await deployContent('replace', table.columns, table);
    const expected = Buffer.from([...csvChunks(table.columns, table.rows)].join(''));
    for (let time = 0; time < 2; time += 1) expect((await buffer(csv.read())).equals(expected)).toBe(true);
    expect(csv.bytes).toBe(expected.length);
  }
});

test('a large CSV is read in small chunks, each a sign that the connection takes more', async () => {
  const table = {
    columns: ['cve', 'note'],
    rows: Array.from({ length: 60_000 }, (_, index) => [`CVE-2024-${index}`, 'x'.repeat(200)]),
  };
  const { csv } = await deployContent('replace', table.columns, table);
  for await (const chunk of csv.read()) expect(chunk.length).toBeLessThanOrEqual(64 * 1024);
});
