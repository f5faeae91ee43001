import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { COLUMNS, TABLE, deliver, deliveryOf, outputFor, progressAfter } from './deliveries';
import { StrictDevo } from './strict-devo';

let devo: StrictDevo;

beforeEach(async () => {
  devo = new StrictDevo();
  await devo.listen();
  devo.rows = new Map([
    ['CVE-2024-0001', ['CVE-2024-0001', 'acme', 'before']],
    ['CVE-2020-0009', ['CVE-2020-0009', 'gone', 'soon']],
    ['CVE-2024-0003', TABLE.rows[2]!],
  ]);
});

afterEach(() => devo.close());

const CHANGES = deliveryOf({
  kind: 'changes',
  knownColumns: COLUMNS,
  changes: { added: [1], changed: [0], removed: ['CVE-2020-0009'] },
});

test('changes are merged first and removed keys deleted by a second deploy, all columns in both', async () => {
  const receipt = await deliver(outputFor(devo), CHANGES);
  expect(
    devo.deploys.map(({ config, rows }) => ({ append: config.append, contribution: config.contribution, rows })),
  ).toEqual([
    { append: true, contribution: { type: 'add' }, rows: [TABLE.rows[1], TABLE.rows[0]] },
    { append: true, contribution: { type: 'del' }, rows: [['CVE-2020-0009', '', '']] },
  ]);
  expect(devo.deploys.some((deploy) => deploy.overlapped)).toBe(false);
  expect(new Set(devo.rows?.values())).toEqual(new Set(TABLE.rows));
  expect(receipt).toMatchObject({ sent: 3, full: false, columns: COLUMNS, job: { id: devo.deploys[1]!.job, rows: 1 } });
  expect(receipt.bytes).toBe(devo.deploys[0]!.csv.length + devo.deploys[1]!.csv.length);
});

test('a part without rows makes no deploy', async () => {
  const output = outputFor(devo);
  const { job } = await deliver(output, { ...CHANGES, changes: { added: [1], changed: [], removed: [] } });
  await deliver(output, {
    ...CHANGES,
    knownJob: job?.id ?? null,
    changes: { added: [], changed: [], removed: ['CVE-2020-0009'] },
  });
  expect(devo.deploys.map((deploy) => deploy.config.contribution?.type)).toEqual(['add', 'del']);
  const nothing = await deliver(output, { ...CHANGES, changes: { added: [], changed: [], removed: [] } });
  expect(nothing).toMatchObject({ sent: 0, bytes: 0, job: null, full: false, requests: 0 });
});

test('changes are not merged into what somebody else has deployed meanwhile: everything is delivered', async () => {
  const output = outputFor(devo);
  await deliver(output, CHANGES);
  const receipt = await deliver(output, { ...CHANGES, knownJob: 'an-older-job' });
  expect(receipt).toMatchObject({ full: true });
  expect(devo.deploys.at(-1)?.config).toMatchObject({ append: false });
});

test('removed keys are not deleted when the first job fails', async () => {
  devo.statuses = [[{ code: 'update.err', msg: 'disk full' }]];
  await expect(deliver(outputFor(devo), CHANGES)).rejects.toMatchObject({
    id: 'devo_job_failed',
    retryable: false,
    message: expect.stringContaining('disk full'),
  });
  expect(devo.deploys).toHaveLength(1);
});

test('an attempt that was lost after the first part goes on with the second', async () => {
  const first = progressAfter();
  const stop = new AbortController();
  const attempt = outputFor(devo).deliver(
    CHANGES,
    {
      last: undefined,
      save(value) {
        first.save(value);
        if (JSON.stringify(value).includes('"part":"removed"')) stop.abort(new Error('worker lost'));
      },
    },
    stop.signal,
  );
  await expect(attempt).rejects.toThrow('worker lost');
  const receipt = await deliver(outputFor(devo), CHANGES, progressAfter(first.saved.at(-1)));
  expect(devo.deploys.map((deploy) => deploy.config.contribution?.type)).toEqual(['add', 'del']);
  expect(receipt).toMatchObject({ sent: 3, full: false });
});

test.each([[true], [false]])(
  'a key in another case leaves the lookup with the new row alone, when Devo ignores the case of keys (%s)',
  async (ignoresCase) => {
    devo.ignoresCase = ignoresCase;
    devo.rows = new Map(
      ['cve-2024-0001', 'CVE-2024-0002', 'CVE-2024-0003', 'CVE-2020-0009'].map((key) => [key, [key, 'acme', 'before']]),
    );
    const receipt = await deliver(outputFor(devo), {
      ...CHANGES,
      changes: { added: [0], changed: [1, 2], removed: ['cve-2024-0001', 'CVE-2020-0009'] },
    });
    expect([...devo.rows.values()]).toEqual(TABLE.rows);
    expect(receipt).toMatchObject({ full: true, sent: TABLE.rows.length });
    expect(devo.deploys).toHaveLength(1); // at no moment is the row gone
  },
);

test.each([['CVE-2024-0001 '], ['\ufeffCVE-2024-0001'], ['\u00a0cve-2024-0001\r\n']])(
  'a key that an earlier version delivered as %j leaves the lookup with the clean one alone',
  async (old) => {
    devo.rows = new Map([old, 'CVE-2024-0002', 'CVE-2024-0003'].map((key) => [key, [key, 'acme', 'before']]));
    const receipt = await deliver(outputFor(devo), {
      ...CHANGES,
      changes: { added: [0], changed: [1, 2], removed: [old] },
    });
    expect([...devo.rows.values()]).toEqual(TABLE.rows);
    expect(receipt).toMatchObject({ full: true, sent: TABLE.rows.length });
  },
);

test('changes for a lookup that has vanished deliver the whole list instead of a part of it', async () => {
  devo.rows = null;
  const receipt = await deliver(outputFor(devo), CHANGES);
  expect(devo.deploys.map(({ method, config }) => [method, config.append])).toEqual([['POST', false]]);
  expect(receipt).toMatchObject({ full: true, sent: TABLE.rows.length });
});
