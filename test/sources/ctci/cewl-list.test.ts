import { expect, test } from '@jest/globals';
import { CEWL } from '../../../sources/ctci/cewl-list';

test('the documented columns are there, with their kinds and the volatile four', () => {
  expect(CEWL.columns).toHaveLength(23);
  expect(CEWL.columns.map((column) => CEWL.kindOf(column)).filter((kind) => kind === 'date')).toHaveLength(6);
  expect(CEWL.kindOf('research')).toBe('date');
  expect(CEWL.kindOf('constructor')).toBe('text');
  expect([...CEWL.volatile].every((name) => CEWL.columns.includes(name))).toBe(true);
});

test('the name that the backend gives the year is the one that the API gives it', () => {
  expect([' Year_', 'year', 'CVE', 'constructor'].map((name) => CEWL.columnName(name))).toEqual([
    'year',
    'year',
    'cve',
    'constructor',
  ]);
});
