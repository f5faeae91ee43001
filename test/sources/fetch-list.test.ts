import { expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { json } from './ctci-server';
import { atEnd, fetchFull, isSame, keptRows, KEY, never, server, source } from './rig';

const SAMPLE: unknown = JSON.parse(readFileSync(join(__dirname, '../../data/ctci-sample.json'), 'utf8'));

function sampleAsApi(): unknown {
  const rows = SAMPLE as Record<string, unknown>[];
  return { data: rows.map(({ CVE, year, ...rest }) => ({ cve: CVE, year_: year, ...rest })) };
}

test('one GET with the key in its header, asking for packed JSON, is the whole list', async () => {
  const ctci = await server((_request, response) => json(response, sampleAsApi()));

  const list = await fetchFull(source(ctci.url));

  expect(list).toMatchObject({ received: 10, without_key: 0, requests: 1, warnings: [] });
  expect(ctci.seen).toHaveLength(1);
  expect(ctci.seen[0]).toMatchObject({
    method: 'GET',
    url: '/api/v1/cewl',
    headers: { 'x-api-key': KEY, 'accept-encoding': 'gzip', accept: 'application/json' },
  });
});

test('both envelopes and both casings give the same list', async () => {
  const bare = await server((_request, response) => json(response, SAMPLE));
  const wrapped = await server((_request, response) => json(response, sampleAsApi()));

  const one = await fetchFull(source(bare.url));
  const other = await fetchFull(source(wrapped.url));

  expect(one.table).toEqual(other.table);
  expect(one.digest).toBe(other.digest);
  expect(one.table.columns).toEqual([
    'cve',
    'year',
    'base_score',
    'base_severity',
    'cve_date',
    'vendor',
    'product',
    'vulnerability_type',
    'description',
    'reference',
    'date_added',
    'honeypot',
    'intel',
    'base_metric_v2',
    'base_metric_v3',
    'id_ref',
    'cwe',
    'external_note',
    'enabled',
  ]);
  expect(one.table.rows[0]?.slice(0, 6)).toEqual(['CVE-2012-0158', '2012', '9.3', 'High', '2012-04-10', 'microsoft']);
});

test('the volatile columns are part of the list only when they are asked for', async () => {
  const ctci = await server((_request, response) => json(response, SAMPLE));

  const list = await fetchFull(source(ctci.url, { deliverVolatile: true }));

  expect(list.table.columns).toHaveLength(23);
  expect(list.table.columns.slice(-3)).toEqual(['processed', 'notified', 'notified_date']);
});

test('a packed answer is unpacked, and bytes are those of the list', async () => {
  const body = JSON.stringify(SAMPLE);
  const ctci = await server((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.end(gzipSync(body));
  });

  const list = await fetchFull(source(ctci.url));

  expect(list.received).toBe(10);
  expect(list.bytes).toBe(Buffer.byteLength(body));
});

test('connections are kept alive between pulls', async () => {
  const ctci = await server((_request, response) => json(response, SAMPLE));
  const from = source(ctci.url);

  await fetchFull(from);
  await fetchFull(from);

  expect(ctci.seen.map((request) => request.connection)).toEqual([0, 0]);
});

test('a list of a known digest is the same list, whatever the order of its rows and its volatile cells', async () => {
  const rows = SAMPLE as Record<string, unknown>[];
  const answers = [rows, rows.toReversed().map((row) => ({ ...row, updated: 1, processed: false }))];
  const ctci = await server((_request, response) => json(response, answers.shift()));
  const from = source(ctci.url);

  const { digest } = await fetchFull(from);
  const again = await from.fetchList({ digest: digest }, never, keptRows);

  expect(again).toEqual({
    unchanged: true,
    digest,
    received: 10,
    without_key: 0,
    requests: 1,
    bytes: expect.any(Number),
  });
});

test('the same bytes are not read again', async () => {
  const ctci = await server((_request, response) => json(response, SAMPLE));
  const from = source(ctci.url);
  const { digest } = await fetchFull(from);
  const reading = jest.spyOn(JSON, 'parse');
  atEnd(() => reading.mockRestore());

  await from.fetchList({ digest: digest }, never, keptRows);

  expect(reading).not.toHaveBeenCalled();
});

test('the same bytes are the same list, and the full list when the caller knows another digest', async () => {
  const ctci = await server((_request, response) => json(response, [{ CVE: 'CVE-2020-1' }, { CVE: '' }]));
  const from = source(ctci.url);

  const first = await fetchFull(from);
  const same = await from.fetchList({ digest: first.digest }, never, keptRows);
  const full = await fetchFull(from, 'another');

  expect(isSame(same)).toBe(true);
  expect(same).toMatchObject({ received: 2, without_key: 1 });
  expect(full.table.rows).toEqual([['CVE-2020-1']]);
});

test('rows without an id are counted and left out, rows with one id twice stay', async () => {
  const rows = [{ CVE: 'CVE-1' }, { CVE: '  ' }, { CVE: null }, { year: 2020 }, { CVE: 'CVE-1' }];
  const ctci = await server((_request, response) => json(response, rows));

  const list = await fetchFull(source(ctci.url));

  expect(list).toMatchObject({ received: 5, without_key: 3 });
  expect(list.table).toEqual({
    columns: ['cve', 'year'],
    rows: [
      ['CVE-1', ''],
      ['CVE-1', ''],
    ],
  });
});

test.each([
  ['null', null],
  ['a number', 7],
  ['a text', 'CVE-3'],
  ['an array', [{ CVE: 'CVE-3' }]],
  ['true', true],
])('%s among the rows counts as a row without id', async (_what, stray) => {
  for (const rows of [
    [stray, { CVE: 'CVE-1' }, { CVE: 'CVE-2' }],
    [{ CVE: 'CVE-1' }, stray, { CVE: 'CVE-2' }],
    [{ CVE: 'CVE-1' }, { CVE: 'CVE-2' }, stray],
  ]) {
    const ctci = await server((_request, response) => json(response, { data: rows }));
    const list = await fetchFull(source(ctci.url));
    expect(list).toMatchObject({
      received: 3,
      without_key: 1,
      table: { columns: ['cve'], rows: [['CVE-1'], ['CVE-2']] },
    });
  }
});

test('members of nested values in another order are no change, and elements of arrays are', async () => {
  const answers = [
    '[{"cve":"CVE-1","x":{"b":1,"a":{"d":[{"z":1,"y":2}],"c":null}}}]',
    '[{"cve":"CVE-1","x":{"a":{"c":null,"d":[{"y":2,"z":1}]},"b":1}}]',
    '[{"cve":"CVE-1","x":{"b":1,"a":{"d":[{"z":2,"y":1}],"c":null}}}]',
    '[{"cve":"CVE-1","x":[1,2]}]',
    '[{"cve":"CVE-1","x":[2,1]}]',
  ];
  const ctci = await server((_request, response) => json(response, answers.shift()));
  const from = source(ctci.url);
  const { digest, table } = await fetchFull(from);
  expect(table.rows).toEqual([['CVE-1', '{"a":{"c":null,"d":[{"y":2,"z":1}]},"b":1}']]);
  expect(isSame(await from.fetchList({ digest: digest }, never, keptRows))).toBe(true);
  expect((await fetchFull(from)).digest).not.toBe(digest);
  expect((await fetchFull(from)).digest).not.toBe((await fetchFull(from)).digest);
});

test('an empty array is an empty list', async () => {
  const ctci = await server((_request, response) => json(response, { data: [], status: 200 }));

  const list = await fetchFull(source(ctci.url));

  expect(list).toMatchObject({ received: 0, without_key: 0, table: { columns: ['cve'], rows: [] } });
});

test('a byte order mark, bytes that are no UTF-8, and bare NaN are tolerated', async () => {
  const body = Buffer.concat([
    Buffer.from('\ufeff[{"CVE":"CVE-1","base_score":NaN,"description":"NaN \\" Infinity '),
    Buffer.from([0xff]),
    Buffer.from('","x":-Infinity,"y":[Infinity]}]'),
  ]);
  const ctci = await server((_request, response) => response.end(body));

  const list = await fetchFull(source(ctci.url));

  expect(list.table).toEqual({
    columns: ['cve', 'base_score', 'description', 'x', 'y'],
    rows: [['CVE-1', '', 'NaN " Infinity \ufffd', '', '[null]']],
  });
  expect(list.warnings).toHaveLength(2);
});

test('dates that cannot be are read as empty and counted in one warning', async () => {
  const ctci = await server((_request, response) =>
    json(response, [
      { CVE: 'CVE-1', intel: -1, honeypot: 1e18, cve_date: 1593993600000 },
      { CVE: 'CVE-2', intel: -1 },
    ]),
  );

  const list = await fetchFull(source(ctci.url));

  expect(list.table.rows).toEqual([
    ['CVE-1', '2020-07-06', '', ''],
    ['CVE-2', '', '', ''],
  ]);
  expect(list.warnings).toEqual(['3 dates before 1970 or after 9999 were read as empty.']);
});

test('days without hyphens are these days; what is no date of our time stays and is counted each time', async () => {
  const rows = [
    { cve: 'CVE-2020-5902', cve_date: '20200706', date_added: 20200630, honeypot: '2020-07-06' },
    { cve: 'CVE-2019-0708', cve_date: '20190514', date_added: 1593475200000, honeypot: '20200706.0' },
    ...Array.from({ length: 5 }, (_, index) => ({
      cve: `CVE-2024-${index}`,
      cve_date: 0,
      date_added: '20201301',
      honeypot: '1970-01-01',
      intel: 1593993600000,
    })),
  ];
  const ctci = await server((_request, response) => json(response, rows));

  const list = await fetchFull(source(ctci.url));

  expect(list.table.rows.slice(0, 3)).toEqual([
    ['CVE-2020-5902', '2020-07-06', '2020-06-30', '2020-07-06', ''],
    ['CVE-2019-0708', '2019-05-14', '2020-06-30', '2020-07-06', ''],
    ['CVE-2024-0', '0', '20201301', '1970-01-01', '2020-07-06'],
  ]);
  expect(list.warnings).toEqual([
    '15 values in columns of dates are no date, or none from 1990 to 2099; they are delivered as they were sent.',
  ]);
});

test('while the rows that came have not been taken, no more is read', async () => {
  const row = JSON.stringify({ cve: 'CVE-1', description: 'x'.repeat(1_000) });
  const rowsSent = 40_000; // 40 MB, far more than the system keeps between two sockets
  let sent = 0;
  const ctci = await server((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    const rows = Readable.from(
      (function* () {
        for (; sent < rowsSent; sent += 1) yield `${sent === 0 ? '[' : ','}${row}`;
        yield ']';
      })(),
    );
    rows.pipe(response);
  });
  let sentMeanwhile = 0;
  let taken = 0;

  const list = await source(ctci.url).fetchList({ digest: null }, never, () => ({
    async add(rows: readonly unknown[]) {
      if (taken === 0) await wait(300);
      if (taken === 0) sentMeanwhile = sent;
      taken += rows.length;
    },
  }));

  expect(list.received).toBe(rowsSent);
  expect(taken).toBe(rowsSent);
  expect(sentMeanwhile).toBeLessThan(rowsSent / 2);
});
