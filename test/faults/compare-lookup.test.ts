import { expect, test } from '@jest/globals';
import { differenceOf } from '../../bench/faults/judge/compare-lookup';

const LIST = [
  {
    cve: 'CVE-2025-1',
    vendor: 'acme',
    cve_date: 1_735_689_600_000,
    enabled: true,
    processed: false,
    external_note: null,
  },
  { cve: 'CVE-2025-2', vendor: 'other', cve_date: null, enabled: true, processed: true, external_note: 'NaN' },
];
const LOOKUP = [
  { cve: 'CVE-2025-1', vendor: 'acme', cve_date: '2025-01-01', enabled: 'true', external_note: '' },
  { cve: 'CVE-2025-2', vendor: 'other', cve_date: '', enabled: 'true', external_note: '', left_over: '' },
];

test('a lookup that holds the list is equal to it, in any order of rows', () => {
  expect(differenceOf(LOOKUP, LIST)).toBeNull();
  expect(differenceOf(LOOKUP.toReversed(), LIST)).toBeNull();
});

test('a row too few, too many or twice, and each cell that differs, are differences', () => {
  const [first, second] = LOOKUP;
  expect(differenceOf(null, LIST)).toBe('there is no lookup');
  expect(differenceOf([first!], LIST)).toContain('CVE-2025-2 is missing');
  expect(differenceOf([...LOOKUP, { cve: 'CVE-2025-3' }], LIST)).toContain('CVE-2025-3 should not be there');
  expect(differenceOf([...LOOKUP, first!], LIST)).toContain('CVE-2025-1 is there twice');
  for (const column of ['vendor', 'cve_date', 'enabled', 'external_note', 'left_over', 'processed']) {
    expect(differenceOf([first!, { ...second!, [column]: 'wrong' }], LIST)).toContain(
      `CVE-2025-2 ${column} is "wrong"`,
    );
  }
});
