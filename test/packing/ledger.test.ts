import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { indexList, ledgerOf, markRows } from '../../domain/changes/compare-list';
import { NO_LEDGER, type PackedLedger } from '../../domain/ledger/ledger';
import type { List } from '../../domain/list/list';
import { packLedger, unpackLedger } from '../../packing/ledger';

function tableOf(rows: readonly (readonly string[])[]): List {
  return { columns: ['cve', 'product'], rows };
}

function packed(table: List): PackedLedger {
  return packLedger(ledgerOf(indexList(markRows(table))));
}

const key = fc.stringMatching(/^[pH]?CVE-20[12]\d-\d{1,5}$/);
const rows = fc.uniqueArray(fc.tuple(key, fc.string()), { selector: ([cve]) => cve.toLowerCase(), maxLength: 60 });

test('a ledger that is packed and unpacked is the same', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const ledger = packed(tableOf(list));
      const { keys, fingerprints } = unpackLedger(ledger);
      expect(packLedger({ keys, fingerprints })).toBe(ledger);
      expect([...keys].sort()).toEqual(list.map(([cve]) => cve).sort());
    }),
  );
});

test('a text that is no ledger is refused, not guessed at', () => {
  expect(unpackLedger(NO_LEDGER)).toMatchObject({ keys: [] });
  const ledger = packed(
    tableOf([
      ['CVE-2024-1', 'a'],
      ['CVE-2024-2', 'b'],
    ]),
  );
  expect(() => unpackLedger('nonsense')).toThrow('unknown format');
  expect(() => unpackLedger(Buffer.from(ledger, 'base64').subarray(0, -3).toString('base64'))).toThrow('damaged');
});

test('a list of real length costs at most 12 bytes a row', () => {
  const first =
    gunzipSync(readFileSync(join(__dirname, '../../data/cewl-history.ndjson.gz')))
      .toString('utf8')
      .split('\n')[0] ?? '';
  const { added } = JSON.parse(first) as { added: { cve: string }[] };
  const ledger = packed(tableOf(added.map(({ cve }) => [cve, 'x'])));
  expect(Buffer.from(ledger, 'base64').length / added.length).toBeLessThanOrEqual(12);
});
