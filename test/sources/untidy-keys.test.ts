import { expect, test } from '@jest/globals';
import { indexList, markRows } from '../../domain/changes/compare-list';
import { json } from './ctci-server';
import { fetchFull, server, source } from './rig';

test('a key is delivered without the white space around it, and a warning counts such keys', async () => {
  const rows = [
    { cve: 'CVE-2024-1 ', vendor: 'old spelling' },
    { cve: 'CVE-2024-1', vendor: 'new spelling' },
    { cve: 'CVE-2024-2\r\n' },
    { cve: '\u00a0CVE-2024-3' },
    { cve: 'CVE-2024-4\u200b' },
    { cve: '\ufeffCVE-2024-5' },
    { cve: ' inner space ' },
    { cve: 'CVE-2024-6' },
  ];
  const ctci = await server((_request, response) => json(response, { data: rows }));

  const { table, keys, warnings } = await fetchFull(source(ctci.url));

  const clean = [
    'CVE-2024-1',
    'CVE-2024-1',
    'CVE-2024-2',
    'CVE-2024-3',
    'CVE-2024-4',
    'CVE-2024-5',
    'inner space',
    'CVE-2024-6',
  ];
  expect(table.rows.map(([key]) => key)).toEqual(clean);
  expect(keys).toEqual(clean);
  expect(indexList(markRows(table)).duplicates).toEqual([1]);
  expect(warnings).toEqual(['6 CVE ids had white space or invisible characters around them, which were cut.']);
});

test('a key of nothing that can be seen is no key', async () => {
  const ctci = await server((_request, response) =>
    json(response, [
      { cve: '\u200b\ufeff' },
      { cve: ' \u00a0\r\n' },
      { cve: '\u2060', CVE: 'CVE-2024-1' },
      { cve: ' NaN ' },
    ]),
  );
  const { table, without_key } = await fetchFull(source(ctci.url));
  expect(table.rows).toEqual([['CVE-2024-1']]);
  expect(without_key).toBe(3);
});

test('a column is known whatever stands around its name; a warning says how many were not clean', async () => {
  const ctci = await server((_request, response) =>
    json(response, [
      { '\ufeffCVE': 'CVE-2024-1', ' Vendor': 'acme', 'year_\u00a0': 2024, 'extra\r\n': 'x' },
      { cve: 'CVE-2024-2', vendor: 'other', year: 2023, extra: 'y' },
    ]),
  );
  const { table, warnings } = await fetchFull(source(ctci.url));
  expect(table).toEqual({
    columns: ['cve', 'year', 'vendor', 'extra'],
    rows: [
      ['CVE-2024-1', '2024', 'acme', 'x'],
      ['CVE-2024-2', '2023', 'other', 'y'],
    ],
  });
  expect(warnings).toEqual(['4 names of columns had white space or invisible characters around them, which were cut.']);
});

test('other cells keep the white space around them', async () => {
  const ctci = await server((_request, response) => json(response, [{ cve: 'CVE-2024-1', vendor: ' acme\u00a0' }]));
  const { table, warnings } = await fetchFull(source(ctci.url));
  expect(table.rows).toEqual([['CVE-2024-1', ' acme\u00a0']]);
  expect(warnings).toEqual([]);
});
