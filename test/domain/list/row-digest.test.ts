import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FINGERPRINT_BYTES, listDigest, rowFingerprint, rowFingerprints } from '../../../domain/list/row-digest';

const cellText = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\0', '?'));
const columns = fc.uniqueArray(fc.stringMatching(/^[a-z_]{1,6}$/), { minLength: 1, maxLength: 6 });
const table = columns.chain((names) =>
  fc.record({
    columns: fc.constant(names),
    rows: fc.array(fc.array(cellText, { minLength: names.length, maxLength: names.length }), { maxLength: 8 }),
  }),
);

function hex(names: readonly string[], row: readonly string[]): string {
  return rowFingerprint(names, row).toString('hex');
}

test('a fingerprint is what it was: state that is kept for years depends on it', () => {
  expect(hex(['cve', 'year'], ['CVE-2020-5902', '2020'])).toBe('591c6601807222c4');
  expect(listDigest(rowFingerprints({ columns: ['cve'], rows: [['CVE-1'], ['é\ufffd']] }))).toBe(
    'c563c39dd41f90464701ec47dde87996dc9446c2bd69e24c205bc48adf7531ca',
  );
  expect(rowFingerprint(['cve'], ['x'])).toHaveLength(FINGERPRINT_BYTES);
});

test('an empty cell and an absent column are the same, and the order of columns does not matter', () => {
  expect(hex(['cve', 'vendor', 'year'], ['a', '', '1'])).toBe(hex(['cve', 'year'], ['a', '1']));
  expect(hex(['year', 'cve'], ['1', 'a'])).toBe(hex(['cve', 'year'], ['a', '1']));
});

test('a value that moves to another column, or from one cell into the next, is a change', () => {
  const prints = [
    hex(['a', 'b'], ['x', '']),
    hex(['a', 'b'], ['', 'x']),
    hex(['a', 'b'], ['x', 'y']),
    hex(['a', 'b'], ['xb', 'y']),
    hex(['a', 'b'], ['xby', '']),
    hex(['ax', 'b'], ['', 'y']),
    hex(['a', 'b'], ['x', ' y']),
    hex(['a', 'b'], ['X', 'y']),
    hex(['a'], ['']),
  ];
  expect(new Set(prints).size).toBe(prints.length);
});

test('rows with different cells have different fingerprints', () => {
  fc.assert(
    fc.property(table, fc.nat(), fc.nat(), ({ columns: names, rows }, first, second) => {
      fc.pre(rows.length > 0);
      const one = rows[first % rows.length]!;
      const other = rows[second % rows.length]!;
      expect(hex(names, one) === hex(names, other)).toBe(one.every((cell, index) => cell === other[index]));
    }),
  );
});

test('the order of rows does not change the digest', () => {
  const shuffled = table.chain((list) =>
    fc.shuffledSubarray(list.rows, { minLength: list.rows.length }).map((rows) => ({ list, other: { ...list, rows } })),
  );
  fc.assert(
    fc.property(shuffled, ({ list, other }) =>
      expect(listDigest(rowFingerprints(other))).toBe(listDigest(rowFingerprints(list))),
    ),
  );
});

test('a row more, a row less, and a row twice change the digest', () => {
  const names = ['cve'];
  const lists = [[], [['a']], [['a'], ['a']], [['a'], ['a'], ['a']], [['a'], ['b']], [['b'], ['b']], [['']]];
  expect(new Set(lists.map((rows) => listDigest(rowFingerprints({ columns: names, rows })))).size).toBe(lists.length);
});
