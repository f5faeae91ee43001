import { expect, test } from '@jest/globals';
import { FilledCounter } from '../../activities/filled-counter';
import { CEWL } from '../../sources/ctci/cewl-list';

test('cells are counted by the column in which they stand in the end, whatever rows lack at their end', () => {
  const counter = new FilledCounter(CEWL);
  counter.add([
    ['CVE-1', '', 'acme'],
    ['CVE-2', 'x', ''],
  ]);
  counter.add([['CVE-3', 'y', 'acme', 'late']]);
  expect(counter.counted({ columns: ['cve', 'vendor', 'product', 'late', 'never'], places: [0, 2, 1, 3, 7] })).toEqual({
    vendor: 2,
    product: 2,
    late: 1,
    never: 0,
  });
});

test('a second row of a key, cells of nothing, the key, and columns that a setting puts in or out do not count', () => {
  const counter = new FilledCounter(CEWL);
  counter.add([
    ['CVE-1', ' ', 'x'],
    ['cve-1', 'acme', 'x'],
    ['CVE-2', '\u200b', 'x'],
  ]);
  expect(counter.counted({ columns: ['cve', 'vendor', 'notified'], places: null })).toEqual({ vendor: 0 });
});

test.each([
  'NaN',
  ' nan ',
  'None',
  'null',
  'NULL',
  '<NA>',
  'NaT',
  'nil',
  'undefined',
  'N/A',
  'n.a.',
  '-',
  '--',
  '?',
  '[]',
  '{}',
  '""',
])('a cell of %j says that there is nothing', (filler) => {
  const counter = new FilledCounter(CEWL);
  counter.add([
    ['CVE-1', filler, 'x'],
    ['CVE-2', `${filler} of them`, filler],
  ]);
  expect(counter.counted({ columns: ['cve', 'vendor', 'product'], places: null })).toEqual({ vendor: 1, product: 1 });
});

test.each(['0', 'false', 'no', 'nano', 'nation', '-1', '[0]', '{"a":1}'])('a cell of %j says something', (cell) => {
  const counter = new FilledCounter(CEWL);
  counter.add([['CVE-1', cell]]);
  expect(counter.counted({ columns: ['cve', 'vendor'], places: null })).toEqual({ vendor: 1 });
});

test('a cell that says Unknown has no contents: a list may lose everything by it', () => {
  const counter = new FilledCounter(CEWL);
  counter.add([
    ['CVE-1', 'Unknown', 'x'],
    ['CVE-2', ' unknown ', 'Unknown'],
    ['CVE-3', 'Unknown Worlds', 'x'],
  ]);
  expect(counter.counted({ columns: ['cve', 'vendor', 'product'], places: null })).toEqual({ vendor: 1, product: 2 });
});
