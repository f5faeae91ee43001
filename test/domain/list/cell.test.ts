import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noOddities, normaliseCell } from '../../../domain/list/cell';
import type { ColumnKind } from '../../../domain/list/list-description';

const KINDS: ColumnKind[] = ['key', 'date', 'integer', 'boolean', 'text'];

function cell(kind: ColumnKind, value: unknown): string {
  return normaliseCell(kind, value, noOddities());
}

test.each([
  [1593993600000, '2020-07-06'],
  [1593993600000.5, '2020-07-06'],
  [1593993600, '2020-07-06'],
  [1593993600.25, '2020-07-06T00:00:00.250Z'],
  [1594036800000, '2020-07-06T12:00:00Z'],
  [1594036800001, '2020-07-06T12:00:00.001Z'],
  [631_152_000, '1990-01-01'],
  [4_102_444_799_999, '2099-12-31T23:59:59.999Z'],
  [20200706, '2020-07-06'],
  ['20200706', '2020-07-06'],
  ['20200706.0', '2020-07-06'],
  [' 20190514 ', '2019-05-14'],
  ['20240229', '2024-02-29'],
  ['19900101', '1990-01-01'],
  ['20991231', '2099-12-31'],
  [202007061230, '2020-07-06T12:30:00Z'],
  ['20200706123015', '2020-07-06T12:30:15Z'],
  ['20200706000000', '2020-07-06'],
  ['1593993600000', '2020-07-06'],
  ['1593993600000.0', '2020-07-06'],
  ['1593993600', '2020-07-06'],
  ['2020-02-01', '2020-02-01'],
  [' 2020-02-01 ', '2020-02-01'],
  ['2020-02-01 00:00:00', '2020-02-01'],
  ['2020-02-01T00:00:00', '2020-02-01'],
  ['2020-02-01T00:00:00Z', '2020-02-01'],
  ['2020-02-01T00:00:00.000+00:00', '2020-02-01'],
  ['2020-02-01T02:00+02:00', '2020-02-01'],
  ['2020-02-01T00:00:00-0130', '2020-02-01T01:30:00Z'],
  ['2020-02-01 10:20:30.4567891', '2020-02-01T10:20:30.456Z'],
  ['1969-12-31', '1969-12-31'],
  ['Mon, 06 Jul 2020 00:00:00 GMT', '2020-07-06'],
  ['06 Jul 2020 12:00:00 +0200', '2020-07-06T10:00:00Z'],
])('the date %p is written %p', (value, expected) => {
  expect(cell('date', value)).toBe(expected);
});

test.each([
  '2021-02-29',
  '2020-13-01',
  '2020-02-01T25:00:00Z',
  '2020-02-01T00:60',
  '2020-02-01T00:00:00+25:00',
  'Mon, 31 Jun 2020 00:00:00 GMT',
  'Unknown',
  'yesterday',
  '  soon ',
  '06/07/2020',
  'Mon, 06 Foo 2020 00:00:00 GMT',
  '0000-01-01T00:00:00+01:00',
])('the text %p in a date column is no date and stays', (text) => {
  expect(cell('date', text)).toBe(text);
});

test.each([
  0,
  1,
  2020,
  '2020',
  202007,
  '20200230',
  20201301,
  '19891231',
  20990229,
  '21000101',
  '20200706.5',
  99_999_999,
  631_151_999,
  99_999_999_999,
  100_000_000_000,
  4_102_444_800_000,
  253_402_300_799_999,
  '20200706246060',
  '202013011200',
  '1e400',
  '06/07/2020',
  '2020-13-01',
  '7 July 2020',
])('%p in a date column is no date that anybody meant: it stays as it was sent, and is counted', (value) => {
  const oddities = noOddities();

  expect(normaliseCell('date', value, oddities)).toBe(String(value));
  expect(oddities).toEqual({ ...noOddities(), oddDates: 1 });
});

test.each([
  ['1969-12-31T00:00:00Z', '1969-12-31'],
  ['1970-01-01', '1970-01-01'],
  ['9999-12-31', '9999-12-31'],
  ['Thu, 01 Jan 1970 00:00:00 GMT', '1970-01-01'],
  ['1989-12-31T23:59:59.999Z', '1989-12-31T23:59:59.999Z'],
])('the date %p, far from all CVEs, is written %p, and counted', (value, expected) => {
  const oddities = noOddities();

  expect(normaliseCell('date', value, oddities)).toBe(expected);
  expect(oddities).toEqual({ ...noOddities(), oddDates: 1 });
});

test('words in a date column stay, and are not counted', () => {
  const oddities = noOddities();

  expect(['Unknown', 'N/A', 'yesterday'].map((word) => normaliseCell('date', word, oddities))).toEqual([
    'Unknown',
    'N/A',
    'yesterday',
  ]);
  expect(oddities).toEqual(noOddities());
});

test.each([-1, -9_223_372_036_854_775_808, 253_402_300_800_000, 1e18, '-62135596800000', '1593993600000000'])(
  'the date %p is out of range: empty, and counted',
  (value) => {
    const oddities = noOddities();

    expect(normaliseCell('date', value, oddities)).toBe('');
    expect(oddities).toEqual({ ...noOddities(), datesOutOfRange: 1 });
  },
);

test.each([
  ['integer', 2020.0, '2020'],
  ['integer', '2020.0', '2020'],
  ['integer', ' 320 ', '320'],
  ['integer', '320.5', '320.5'],
  ['integer', 'Unknown', 'Unknown'],
  ['integer', 320.5, '320.5'],
  ['boolean', true, 'true'],
  ['boolean', 1, 'true'],
  ['boolean', 1.0, 'true'],
  ['boolean', '1.0', 'true'],
  ['boolean', 'True', 'true'],
  ['boolean', false, 'false'],
  ['boolean', 0, 'false'],
  ['boolean', 'FALSE', 'false'],
  ['boolean', 2, '2'],
  ['boolean', 'Unknown', 'Unknown'],
  ['text', 9.8, '9.8'],
  ['text', 10.0, '10'],
  ['text', -0, '0'],
  ['text', 1e21, '1e+21'],
  ['text', '10.0', '10.0'],
  ['text', 'True', 'True'],
  ['text', true, 'true'],
  ['text', '  outer spaces ', '  outer spaces '],
  ['text', 'Unknown', 'Unknown'],
  ['text', 'nat', 'nat'],
  ['text', ' ', ' '],
  ['text', { a: [1, null, '\0'] }, '{"a":[1,null,"\\u0000"]}'],
  ['text', [], '[]'],
  [
    'text',
    { b: 1, 10: 'x', a: { d: true, c: ['z', {}] }, 9: null },
    '{"10":"x","9":null,"a":{"c":["z",{}],"d":true},"b":1}',
  ],
] as const)('in a column of kind %s, %p is written %p', (kind, value, expected) => {
  expect(cell(kind, value)).toBe(expected);
});

test('null, NaN, NaT, nothing and the empty text are no value in every column', () => {
  for (const kind of KINDS) {
    for (const value of [null, undefined, NaN, Infinity, 'NaN', 'NaT', '']) expect(cell(kind, value)).toBe('');
  }
  for (const kind of ['date', 'integer', 'boolean'] as const)
    expect(['  ', 'nan', 'nat'].map((value) => cell(kind, value))).toEqual(['', '', '']);
});

test('NUL and lone surrogates become the replacement character, whole pairs stay', () => {
  expect(cell('text', 'a\0b\ud800c\udc00d😀')).toBe('a\ufffdb\ufffdc\ufffdd😀');
  expect(cell('date', 'a\0')).toBe('a\ufffd');
});

test('a value nested too deeply to be written is empty, and counted', () => {
  const oddities = noOddities();
  const deep: unknown = JSON.parse('['.repeat(200_000) + ']'.repeat(200_000));

  expect(normaliseCell('text', deep, oddities)).toBe('');
  expect(oddities.tooDeep).toBe(1);
});

const anyValue = fc.oneof(
  fc.jsonValue(),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
  fc.integer({ min: -1e15, max: 1e15 }),
  fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }).map(String),
  fc.stringMatching(/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/),
);

test('any value gives a deliverable text, and normalising it again changes nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), anyValue, (kind, value) => {
      const once = cell(kind, value);
      expect(once).not.toMatch(/\0|\p{Surrogate}/u);
      expect(cell(kind, once)).toBe(once);
    }),
    { numRuns: 2000 },
  );
});

test('every moment from 1990 to 2099 is written alike, whichever way it is spelled', () => {
  fc.assert(
    fc.property(fc.integer({ min: 631_152_000_000, max: 4_102_444_799_999 }), (ms) => {
      const date = new Date(ms);
      expect(Date.parse(cell('date', ms))).toBe(ms);
      expect(cell('date', date.toISOString())).toBe(cell('date', ms));
      expect(cell('date', String(ms))).toBe(cell('date', ms));
      expect(cell('date', date.toUTCString())).toBe(cell('date', Math.floor(ms / 1000) * 1000));
    }),
  );
});
