import { expect, test } from '@jest/globals';
import { looksRestricted } from '../../../sources/ctci/restricted-list';

function keys(count: number, year = 2019): string[] {
  return Array.from({ length: count }, (_, index) => `CVE-${year}-${1000 + index}`);
}

test.each([1, 24, 25, 30])('%d CVEs of 2020 and older look restricted', (count) => {
  expect(looksRestricted(keys(count))).toBe(true);
  expect(looksRestricted(keys(count, 2020))).toBe(true);
});

test('case and outer spaces do not matter', () => {
  expect(looksRestricted([' cve-2020-5902 '])).toBe(true);
});

test('an empty list, a longer one, a newer CVE or an id of another kind do not', () => {
  expect(looksRestricted([])).toBe(false);
  expect(looksRestricted(keys(31))).toBe(false);
  expect(looksRestricted([...keys(24), 'CVE-2021-1'])).toBe(false);
  for (const key of ['hCVE-2019-1', 'HR-CVE-2019-1', 'CVE-2019', 'CVE-2019-x', ''])
    expect(looksRestricted([...keys(24), key])).toBe(false);
});
