import { expect, test } from '@jest/globals';
import { CEWL } from '../../sources/ctci/cewl-list';
import type { ObfuscationRule } from '../../outputs/obfuscation';
import { findUnmatchedFields, judgeFields } from '../../outputs/unmatched-fields';

const COLUMNS = ['cve', 'year', 'vendor', 'external_note'];

function remove(...fields: string[]): ObfuscationRule {
  return { method: 'remove', fields };
}

test('a rule that hits no column is told, with its field as it is written and the nearest column', () => {
  expect(findUnmatchedFields([remove('vendor'), remove('External_Notes ')], COLUMNS, CEWL)).toEqual([
    { rule: 1, field: 'External_Notes ', nearest: 'external_note' },
  ]);
  expect(judgeFields([remove('vendor'), remove('external_notes')], COLUMNS, CEWL, 'the.rules')).toMatchObject({
    id: 'obfuscation_unmatched',
    setting: 'the.rules',
    retryable: false,
    message: expect.stringContaining(
      'rule 2: "external_notes" (did you mean external_note?); the list has cve, year, vendor, external_note',
    ),
  });
});

test('case, outer blanks and the other name of the year make no difference', () => {
  expect(judgeFields([remove(' VENDOR'), remove('year_'), remove('External_Note\t')], COLUMNS, CEWL, 'x')).toBeNull();
});

test('a mistyped field beside one that hits is told too: what it shall hide would leave in the clear', () => {
  expect(findUnmatchedFields([remove('vendor', 'external_notes')], COLUMNS, CEWL)).toMatchObject([
    { field: 'external_notes' },
  ]);
});

test('a documented column that the list lacks may stand beside one that it has, and not alone', () => {
  expect(findUnmatchedFields([remove('vendor', 'cwe')], COLUMNS, CEWL)).toEqual([]);
  expect(findUnmatchedFields([remove('cwe'), remove('vendor')], COLUMNS, CEWL)).toMatchObject([
    { rule: 0, field: 'cwe' },
  ]);
});

test('names that hit nothing at all are told without a guess, and a wide list is cut', () => {
  const wide = Array.from({ length: 500 }, (_, index) => `column ${index} ${'x'.repeat(500)}`);
  const error = judgeFields([remove('completely different')], wide, CEWL, 'x');
  expect(error?.message).not.toContain('did you mean');
  expect(error?.message.length).toBeLessThan(4_000);
});
