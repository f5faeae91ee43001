import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { rowsSince } from '../../../outputs/devo-events/historical-limit';

const ROOT = join(__dirname, '../../..');

/** All that reads the setting or a row's date. */
const READERS = [
  'domain/list/moment',
  'domain/list/date-cell',
  'config/historical-date',
  'outputs/devo-events/historical-limit',
];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'time-zones-'));
  for (const reader of READERS) {
    mkdirSync(dirname(join(folder, reader)), { recursive: true });
    const { code } = transformFileSync(join(ROOT, `${reader}.ts`), {
      jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
      module: { type: 'commonjs' },
      swcrc: false,
    });
    writeFileSync(join(folder, `${reader}.js`), code);
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

const DATES = [
  '2026-01-31',
  '2026-01-31T07:59:59Z',
  '2026-01-31T08:00:00Z',
  '2026-01-30T23:59:59Z',
  '2026-01-30',
  '06/07/2020',
  '2026-1-1',
  '',
];

/**
 * The zone's own offset, what the setting is when it is checked, and which of the dates above are later when it is
 * used.
 */
function readInZone(zone: string, from: string): unknown {
  const script = `
    const { readDate } = require('./config/historical-date.js');
    const { rowsSince } = require('./outputs/devo-events/historical-limit.js');
    const { dateFromText } = require('./domain/list/date-cell.js');
    const rows = ${JSON.stringify(DATES)}.map((date, index) => [String(index), date]);
    const added = dateFromText(${JSON.stringify(from)});
    console.log(JSON.stringify({
      offset: new Date(2026, 0, 31).getTimezoneOffset(),
      checked: new Date(readDate(${JSON.stringify(from)})).toISOString(),
      used: rowsSince({ columns: ['cve', 'date_added'], rows }, ${JSON.stringify(from)}), cell: added.cell,
    }));`;
  const written = execFileSync(process.execPath, ['-e', script], {
    cwd: folder,
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
  });
  return z
    .object({ offset: z.number(), checked: z.string(), used: z.array(z.number()), cell: z.string() })
    .parse(JSON.parse(written));
}

test.each([
  ['UTC', 0],
  ['Asia/Tokyo', -540],
  ['America/Los_Angeles', 480],
])('historical_poll_datetime without a zone is UTC, checked and used, on a machine in %s', (zone, offset) => {
  for (const from of ['2026-01-31T08:00:00', '2026-01-31 08:00', '2026-01-31T08:00:00Z', '2026-01-31T10:00:00+02:00']) {
    expect(readInZone(zone, from)).toEqual({
      offset,
      checked: '2026-01-31T08:00:00.000Z',
      used: [0, 2, 5, 6, 7],
      cell: '2026-01-31T08:00:00Z',
    });
  }
  expect(readInZone(zone, '2026-01-31')).toMatchObject({
    checked: '2026-01-31T00:00:00.000Z',
    used: [0, 1, 2, 5, 6, 7],
    cell: '2026-01-31',
  });
});

test('a row whose date cannot be read is taken: one event too many is better than none', () => {
  const rows = ['20200706', '0', '06/07/2020', 'July 2020', '2020', 'Unknown', '', '2020-07-06'].map((date, index) => [
    String(index),
    date,
  ]);
  expect(rowsSince({ columns: ['cve', 'date_added'], rows }, '2026-01-01')).toEqual([0, 1, 2, 3, 4, 5, 6]);
});
