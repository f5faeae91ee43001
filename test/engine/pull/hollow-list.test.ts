import { afterEach, expect, jest, test } from '@jest/globals';
import { FILLED_RULE } from '../../../domain/list/filled-cells';
import { RELEASE_SIGNAL } from '../../../domain/message-names';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

const FULL = Array.from({ length: 50 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`, 'acme']);
const KEYS_ALONE = FULL.map(([key]) => [key ?? '']);

async function collect(rows = FULL) {
  const source = new ListAtHand(rows);
  source.columns = ['cve', 'product', 'vendor'];
  const lookup = new LookupAtHand();
  collector = await RunningCollector.start(source, [lookup]);
  return { source, lookup, collector };
}

test('a list of keys without contents is held by name of its columns until it recovers', async () => {
  const { source, lookup, collector } = await collect();
  await collector.startChain();
  await collector.pull();
  Object.assign(source, { columns: ['cve'], rows: KEYS_ALONE });
  const report = await collector.pull();
  expect(report).toMatchObject({
    outcome: 'held',
    sent: 0,
    held: {
      reason: 'hollow',
      columns: [
        { name: 'product', gone: true },
        { name: 'vendor', gone: true },
      ],
    },
  });
  expect([...lookup.rows.values()]).toEqual(FULL);
  Object.assign(source, { columns: ['cve', 'product', 'vendor'], rows: FULL.map(([key]) => [key ?? '', '', 'acme']) });
  expect(await collector.pull()).toMatchObject({
    outcome: 'held',
    held: { reason: 'hollow', columns: [{ name: 'product', before: 50, now: 0, gone: false }] },
  });
  source.rows = FULL.map(([key, product]) => [key ?? '', product ?? '', 'N/A']);
  expect(await collector.pull()).toMatchObject({
    outcome: 'held',
    held: { reason: 'hollow', columns: [{ name: 'vendor', before: 50, now: 0, gone: false }] },
  });
  source.rows = FULL;
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged', held: null });
  expect((await collector.state()).held).toBeNull();
});

test('a hollow list passes once it is released, and is the measure from then on', async () => {
  const { source, lookup, collector } = await collect();
  await collector.startChain();
  await collector.pull();
  Object.assign(source, { columns: ['cve'], rows: KEYS_ALONE });
  await collector.pull();
  await collector.handle.signal(RELEASE_SIGNAL, source.digest);
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', sent: 50 });
  expect([...lookup.rows.values()]).toEqual(KEYS_ALONE);
  source.rows = [...KEYS_ALONE, ['CVE-2024-99']];
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', added: 1 });
});

test.each([
  ['of before the counts', {}],
  ['whose counts are of an earlier rule', { filled: { product: 3, vendor: 50 } }],
])('a chain %s learns them from its first pull, and holds from then on', async (_what, counts) => {
  const { source, lookup, collector } = await collect();
  await collector.startChain();
  await collector.pull();
  const {
    list: { filled, filled_rule, ...uncounted },
    ...state
  } = await collector.state();
  expect({ filled, filled_rule }).toEqual({ filled: { product: 50, vendor: 50 }, filled_rule: FILLED_RULE });
  const next = await RunningCollector.start(source, [lookup]);
  try {
    await next.startChain('@every 1h', { ...state, list: { ...uncounted, ...counts } });
    expect(await next.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
    expect((await next.state()).list.filled).toEqual(filled);
    Object.assign(source, { columns: ['cve'], rows: KEYS_ALONE });
    expect(await next.pull()).toMatchObject({ outcome: 'held', held: { reason: 'hollow' } });
  } finally {
    await next.stop();
  }
});

test('of two rows with one key the delivered one counts', async () => {
  const { source, collector } = await collect([...FULL, ...KEYS_ALONE]);
  await collector.startChain();
  await collector.pull();
  expect((await collector.state()).list.filled).toEqual({ product: 50, vendor: 50 });
  source.rows = [...KEYS_ALONE, ...FULL, ['CVE-2024-99', 'new', 'acme']];
  expect(await collector.pull()).toMatchObject({ outcome: 'held', held: { reason: 'hollow' } });
});
