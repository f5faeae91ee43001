import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { compareList, indexList, ledgerOf, markRows } from '../../domain/changes/compare-list';
import { packLedger, unpackLedger } from '../../packing/ledger';
import { loadHistory } from '../../simulators/ctci/replay/history';
import { json } from './ctci-server';
import { fetchFull, isSame, keptRows, never, server, source } from './rig';

/** What version 0.1.0 kept of the sample list in its state. */
const SAMPLE_DIGEST = '28b7e19acd17964a43982b8e757f609592770f0cfbd799f5d6f328a8533fca63';
const SAMPLE_LEDGER =
  'AQAAAAoAAABJTcixDYAwDARAL/TSvxMrSR0hUVMwAyX7VxQE4fJunhucclDRbb4aYGOSFOKiEzHov3ooPglFzpZYayt2LTtIFts' +
  'PpKhud6L0AB5yoPvekm353VmpPgQZ9dsbFCN9WF/h0ulsmP5f8ZR7qTixQGYN7tdACFYzBEoP/' +
  'YMIpTBrRosXhHCXK3u8uePZbfC6KisyX8P1/ZCpXMNy';

/** What it kept of the real list at the end of its history. */
const REAL_DIGEST = '0fcd4d267abbad5471fd07ac014596e3114ac3b329c42e107e903cc9b58f6ecc';

test('an unchanged list is still the list that an earlier version delivered', async () => {
  const sample = readFileSync(join(__dirname, '../../data/ctci-sample.json'), 'utf8');
  const ctci = await server((_request, response) => json(response, sample));
  expect(isSame(await source(ctci.url).fetchList({ digest: SAMPLE_DIGEST }, never, keptRows))).toBe(true);
});

test('so is the real list of some months', async () => {
  const rows = new Map<unknown, unknown>();
  for (const { added, changed } of loadHistory(join(__dirname, '../../data/cewl-history.ndjson.gz'))) {
    for (const row of [...added, ...changed]) rows.set(row['cve'], row);
  }
  const ctci = await server((_request, response) => json(response, { status: 200, data: [...rows.values()] }));
  expect(isSame(await source(ctci.url).fetchList({ digest: REAL_DIGEST }, never, keptRows))).toBe(true);
});

test('the ledger of an earlier version knows every row of the list', async () => {
  const sample = readFileSync(join(__dirname, '../../data/ctci-sample.json'), 'utf8');
  const ctci = await server((_request, response) => json(response, sample));
  const { table } = await fetchFull(source(ctci.url));
  const list = indexList(markRows(table));
  expect(compareList(list, unpackLedger(SAMPLE_LEDGER))).toEqual({
    changes: { added: [], changed: [], removed: [] },
    missing: 0,
  });
  expect(packLedger(ledgerOf(list))).toBe(SAMPLE_LEDGER);
});
