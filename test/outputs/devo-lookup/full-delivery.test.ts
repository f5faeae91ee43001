import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { COLUMNS, NEVER, TABLE, deliver, deliveryOf, outputFor, progressAfter } from './deliveries';
import { StrictDevo, json } from './strict-devo';

let devo: StrictDevo;

beforeEach(async () => {
  devo = new StrictDevo();
  await devo.listen();
});

afterEach(() => devo.close());

test('a lookup that does not exist is created by POST with the documented two parts', async () => {
  const receipt = await deliver(outputFor(devo));
  const [deploy] = devo.deploys;
  expect(deploy?.method).toBe('POST');
  expect(deploy?.parts).toEqual([
    { name: 'deploy-config', filename: undefined, type: 'application/json' },
    { name: 'csv', filename: 'CTCI_Test_List.csv', type: 'text/csv' },
  ]);
  expect(deploy?.config).toEqual({
    columns: COLUMNS.map((name) => ({ name, type: 'STRING' })),
    hasHeader: true,
    key: { type: 'column', column: 'cve' },
    append: false,
  });
  expect(deploy?.rows).toEqual(TABLE.rows);
  expect(deploy?.headers['transfer-encoding']).toBeUndefined();
  expect(Number(deploy?.headers['content-length'])).toBeGreaterThan(deploy!.csv.length);
  expect(receipt).toMatchObject({
    sent: 3,
    bytes: deploy!.csv.length,
    columns: COLUMNS,
    full: true,
    job: { id: deploy!.job, rows: 3, bytes: deploy!.csv.length },
  });
  expect(receipt.requests).toBe(devo.requests.length);
});

test('a lookup that exists is replaced by PUT', async () => {
  devo.rows = new Map([['CVE-1999-0001', ['CVE-1999-0001', 'old', 'old']]]);
  await deliver(outputFor(devo));
  expect(devo.deploys.map((deploy) => deploy.method)).toEqual(['PUT']);
  expect([...devo.rows.values()]).toEqual(TABLE.rows);
});

test('inspect tells in two requests whether the lookup is there and which job is the newest', async () => {
  const output = outputFor(devo);
  expect(await output.inspect(NEVER)).toEqual({ exists: false, newestJob: null, requests: 2 });
  const { job } = await deliver(output);
  expect(await output.inspect(NEVER)).toEqual({ exists: true, newestJob: job!.id, requests: 2 });
});

test('a PUT that is answered by 404 is followed by one POST, and the other way round', async () => {
  devo.fail(/^GET .*List$/, (_request, response) => json(response, 200, { name: 'CTCI_Test_List' }));
  await deliver(outputFor(devo));
  devo.fail(/^GET .*List$/, (_request, response) => json(response, 404, {}));
  await deliver(outputFor(devo));
  const deploys = devo.requests.filter((line) => line.includes('deploy-csv')).map((line) => line.split(' ')[0]);
  expect(deploys).toEqual(['PUT', 'POST', 'POST', 'PUT']);
});

test('a column that the list has lost stays, empty, and a new one comes at the end', async () => {
  const table = { columns: ['cve', 'fresh', 'vendor'], rows: [['CVE-2024-0001', 'new', 'acme']] };
  const receipt = await deliver(outputFor(devo), deliveryOf({ table, knownColumns: ['cve', 'vendor', 'lost'] }));
  expect(receipt.columns).toEqual(['cve', 'vendor', 'lost', 'fresh']);
  expect(devo.columns).toEqual(receipt.columns);
  expect(devo.deploys[0]?.rows).toEqual([['CVE-2024-0001', 'acme', '', 'new']]);
});

test('the ids that were there are saved before the request, and the job as soon as it is known', async () => {
  const old = devo.foreignJob([[{ code: 'create.ok' }]]);
  const progress = progressAfter();
  const savedAtRequest: unknown[] = [];
  devo.fail(/POST .*deploy-csv/, (_request, response) => {
    savedAtRequest.push(structuredClone(progress.saved));
    json(response, 429, {});
  });
  await expect(deliver(outputFor(devo), deliveryOf(), progress)).rejects.toMatchObject({ id: 'devo_rate_limited' });
  expect(savedAtRequest).toEqual([[expect.objectContaining({ seen: [old] })]]);
  const again = progressAfter();
  const { job } = await deliver(outputFor(devo), deliveryOf(), again);
  expect(again.saved.slice(0, 2)).toEqual([
    expect.objectContaining({ seen: [old] }),
    expect.objectContaining({ seen: [old], job: job!.id }),
  ]);
  expect(again.saved[0]).not.toHaveProperty('job');
});

test('rules change with the place and the obfuscation, and not with the token', () => {
  const rules = outputFor(devo).rules;
  expect(rules).toMatch(/^[0-9a-f]{64}$/);
  expect(outputFor(devo, { token: 'another' }).rules).toBe(rules);
  expect(outputFor(devo, { url: `${devo.url}/` }).rules).toBe(rules);
  for (const change of [
    { domain: 'other' },
    { lookupName: 'Other_List' },
    { url: 'http://127.0.0.1/x' },
    { obfuscationRules: 'x' },
  ]) {
    expect(outputFor(devo, change).rules).not.toBe(rules);
  }
});

test('obfuscation acts on what is sent, and one that touches the key is refused before anything is sent', async () => {
  await deliver(
    outputFor(devo, {
      obfuscate: (table) => ({
        ...table,
        rows: Array.from(table.rows, ([cve = '', , note = '']) => [cve, 'hidden', note]),
      }),
    }),
  );
  expect(devo.deploys[0]?.rows.map((row) => row[1])).toEqual(['hidden', 'hidden', 'hidden']);
  const touching = outputFor(devo, {
    obfuscate: (table) => ({ ...table, rows: Array.from(table.rows, (row) => row.map(() => 'x')) }),
  });
  await expect(deliver(touching)).rejects.toMatchObject({ id: 'key_obfuscated' });
  expect(devo.deploys).toHaveLength(1);
});
