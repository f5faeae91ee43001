import { createHmac } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createObfuscation, type ObfuscationRule } from '../../outputs/obfuscation';
import { inMemory, type List } from '../../domain/list/list';
import { CEWL } from '../../sources/ctci/cewl-list';

const table: List = {
  columns: ['cve', 'vendor', 'note'],
  rows: [
    ['CVE-1', 'acme', ''],
    ['CVE-2', '😀ab😀', 'x'],
  ],
};
const text = fc.string({ unit: 'grapheme', minLength: 1 });

function change(rule: ObfuscationRule, cell: string): string | undefined {
  return inMemory(createObfuscation([rule], CEWL).apply({ columns: ['cve', 'note'], rows: [['CVE-1', cell]] }))
    .rows[0]?.[1];
}

test('hash gives the HMAC-SHA256 of the cell, in hex', () => {
  fc.assert(
    fc.property(text, text, (cell, key) => {
      expect(change({ fields: ['note'], method: 'hash', key }, cell)).toBe(
        createHmac('sha256', key).update(cell, 'utf8').digest('hex'),
      );
    }),
  );
});

test('mask keeps only what it is told to keep, and counts characters', () => {
  fc.assert(
    fc.property(text, fc.nat(4), fc.nat(4), (cell, keep_first, keep_last) => {
      const masked = Array.from(change({ fields: ['note'], method: 'mask', keep_first, keep_last }, cell) ?? '');
      const characters = Array.from(cell);
      expect(masked).toHaveLength(characters.length);
      const short = characters.length <= keep_first + keep_last;
      masked.forEach((character, place) => {
        const kept = !short && (place < keep_first || place >= characters.length - keep_last);
        expect(character).toBe(kept ? characters[place] : '*');
      });
    }),
  );
  expect(change({ fields: ['note'], method: 'mask', keep_first: 1, keep_last: 1 }, '😀ab😀')).toBe('😀**😀');
});

test('remove empties the cell and replace puts its text there', () => {
  fc.assert(
    fc.property(text, (cell) => {
      expect(change({ fields: ['note'], method: 'remove' }, cell)).toBe('');
      expect(change({ fields: ['note'], method: 'replace', with: 'hidden' }, cell)).toBe('hidden');
    }),
  );
});

test('a cell without a value stays without one, whatever the method', () => {
  const rules: ObfuscationRule[] = [
    { fields: ['note'], method: 'hash', key: 'k' },
    { fields: ['note'], method: 'mask' },
    { fields: ['note'], method: 'remove' },
    { fields: ['note'], method: 'replace', with: 'hidden' },
  ];
  for (const rule of rules) expect(change(rule, '')).toBe('');
});

test('only the named columns change, and the given table stays as it was', () => {
  const before = structuredClone(table);
  const obfuscation = createObfuscation([{ fields: ['Vendor', 'absent'], method: 'replace', with: 'X' }], CEWL);
  expect(inMemory(obfuscation.apply(table))).toEqual({
    columns: table.columns,
    rows: [
      ['CVE-1', 'X', ''],
      ['CVE-2', 'X', 'x'],
    ],
  });
  expect(table).toEqual(before);
  expect(obfuscation.fields).toEqual(['vendor', 'absent']);
});

test('fields are read as columns of the list are: case, outer blanks and the other name of the year', () => {
  const dated: List = { columns: ['cve', 'year', 'vendor'], rows: [['CVE-1', '2024', 'acme']] };
  const obfuscation = createObfuscation(
    [
      { fields: [' Vendor\t'], method: 'mask', keep_first: 2 },
      { fields: ['year_', 'YEAR'], method: 'remove' },
    ],
    CEWL,
  );
  expect(inMemory(obfuscation.apply(dated)).rows).toEqual([['CVE-1', '', 'ac**']]);
  expect(createObfuscation([{ fields: [' VENDOR '], method: 'remove' }], CEWL).fingerprint).toBe(
    createObfuscation([{ fields: ['vendor'], method: 'remove' }], CEWL).fingerprint,
  );
});

test('rules for one column act in their order', () => {
  const rules: ObfuscationRule[] = [
    { fields: ['vendor'], method: 'replace', with: 'abc' },
    { fields: ['vendor'], method: 'mask', keep_first: 1 },
  ];
  expect(inMemory(createObfuscation(rules, CEWL).apply(table)).rows[0]?.[1]).toBe('a**');
});

test('the fingerprint follows every part of the rules and does not show a key', () => {
  const base: ObfuscationRule[] = [{ fields: ['note'], method: 'hash', key: 'secret key' }];
  const others: ObfuscationRule[][] = [
    [],
    [{ fields: ['vendor'], method: 'hash', key: 'secret key' }],
    [{ fields: ['note'], method: 'hash', key: 'another key' }],
    [{ fields: ['note'], method: 'mask' }],
    [{ fields: ['note'], method: 'mask', keep_last: 1 }],
    [{ fields: ['note'], method: 'remove' }],
    [{ fields: ['note'], method: 'replace', with: 'a' }],
    [{ fields: ['note'], method: 'replace', with: 'b' }],
  ];
  const fingerprints = [base, ...others].map((rules) => createObfuscation(rules, CEWL).fingerprint);
  expect(new Set(fingerprints).size).toBe(fingerprints.length);
  expect(createObfuscation(structuredClone(base), CEWL).fingerprint).toBe(fingerprints[0]);
});
