import { afterEach, expect, jest, test } from '@jest/globals';
import { CollectorError } from '../../../errors/collector-error';
import { RESET_SIGNAL } from '../../../domain/message-names';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

const REFUSED = new CollectorError('devo_unauthorized', { setting: 'outputs.bad.config.token', seen: 'HTTP 401' });
const FAILED = { outcome: 'failed', error: { number: REFUSED.report().number, setting: 'outputs.bad.config.token' } };

async function collect(settings: Parameters<typeof RunningCollector.start>[2] = {}) {
  const source = new ListAtHand(Array.from({ length: 10 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
  const [good, bad] = [new LookupAtHand('good'), new LookupAtHand('bad')];
  const running = await RunningCollector.start(source, [good, bad], { mode: 'incremental', ...settings });
  collector = running;
  await running.startChain();
  return { source, good, bad, collector: running };
}

test('an output that cannot be looked at starves no other: these get the list, it catches up alone', async () => {
  const { source, good, bad, collector } = await collect();
  await collector.pull();
  bad.inspectFailure = REFUSED;
  source.rows = [['CVE-2024-0', 'another product'], ...source.rows.slice(2)];
  const report = await collector.pull();
  expect(report).toMatchObject({
    outcome: 'partial',
    changed: 1,
    removed: 1,
    outputs: { good: { outcome: 'delivered' }, bad: FAILED },
  });
  expect(report.error?.message).toContain('output bad: ');
  expect([...good.rows.values()].sort()).toEqual(source.rows.sort());
  const state = await collector.state();
  expect(state.outputs['bad']).toMatchObject({ in_doubt: null, ledger: expect.any(String) });
  expect(state.last_polled_time).not.toBeNull();
  expect(state.reports.at(-1)).toMatchObject({ outcome: 'partial', failed_outputs: { bad: REFUSED.report().number } });
  bad.inspectFailure = null;
  expect(await collector.pull()).toMatchObject({
    outcome: 'delivered',
    outputs: { good: { outcome: 'up_to_date' }, bad: { mode: 'incremental', sent: 2 } },
  });
  expect([...bad.rows.values()].sort()).toEqual(source.rows);
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged', outputs: {}, error: null });
});

test('an unchanged list does not look well while an output cannot be looked at', async () => {
  const { good, bad, collector } = await collect();
  await collector.pull();
  bad.inspectFailure = REFUSED;
  for (let pull = 0; pull < 2; pull += 1) {
    expect(await collector.pull()).toMatchObject({
      outcome: 'partial',
      sent: 0,
      outputs: { good: { outcome: 'up_to_date' }, bad: FAILED },
    });
  }
  bad.inspectFailure = null;
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
  expect([good.deliveries.length, bad.deliveries.length]).toEqual([1, 1]);
});

test('an output that never got anything gets everything when it can be looked at', async () => {
  const { source, good, bad, collector } = await collect();
  bad.inspectFailure = REFUSED;
  expect(await collector.pull()).toMatchObject({
    outcome: 'partial',
    outputs: { good: { outcome: 'delivered' }, bad: FAILED },
  });
  source.rows = source.rows.slice(1);
  expect(await collector.pull()).toMatchObject({ outcome: 'partial', removed: 1 });
  bad.inspectFailure = null;
  expect(await collector.pull()).toMatchObject({
    outcome: 'delivered',
    outputs: { bad: { mode: 'full', why: 'first delivery' } },
  });
  expect([...bad.rows.keys()]).toEqual([...good.rows.keys()]);
});

test('a pull fails when no output can be looked at, and names each', async () => {
  const { source, good, bad, collector } = await collect();
  await collector.pull();
  const before = await collector.state();
  good.inspectFailure = new CollectorError('devo_unreachable', {
    setting: 'outputs.good.config.url',
    seen: 'connection refused',
  });
  bad.inspectFailure = REFUSED;
  source.rows = source.rows.slice(1);
  const runId = await collector.runId();
  await expect(collector.pull()).rejects.toMatchObject({
    cause: {
      details: [
        { message: expect.stringContaining('output good: ') },
        { outcome: 'failed', outputs: { good: { outcome: 'failed' }, bad: FAILED } },
      ],
    },
  });
  expect((await collector.endOf(runId)).kind).toBe('failed');
  expect(await collector.state()).toEqual(before);
  expect(source.downloads).toBe(1);
});

test('a held list stays held, and the output that cannot be looked at is named beside it', async () => {
  const { source, bad, collector } = await collect();
  await collector.pull();
  bad.inspectFailure = REFUSED;
  source.rows = source.rows.slice(0, 3);
  expect(await collector.pull()).toMatchObject({
    outcome: 'held',
    sent: 0,
    held: { reason: 'shrunk' },
    outputs: { good: { outcome: 'up_to_date' }, bad: FAILED },
  });
});

test('a reset waits for the output that cannot be looked at', async () => {
  const { bad, collector } = await collect();
  await collector.pull();
  bad.inspectFailure = REFUSED;
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  expect(await collector.pull()).toMatchObject({
    outcome: 'partial',
    outputs: { good: { outcome: 'delivered', why: 'reset' } },
  });
  expect(await collector.pull()).toMatchObject({ outcome: 'partial', outputs: { good: { outcome: 'up_to_date' } } });
  bad.inspectFailure = null;
  expect(await collector.pull()).toMatchObject({
    outcome: 'delivered',
    outputs: { bad: { outcome: 'delivered', why: 'reset' } },
  });
  expect(await collector.state()).toMatchObject({ deliver_all: false });
});

test('an output that cannot be looked at for a moment is tried again before it counts as failed', async () => {
  const { bad, collector } = await collect({ retryForSeconds: 30 });
  await collector.pull();
  bad.inspectFailure = new CollectorError('devo_server_error', { seen: 'HTTP 503', retryable: true });
  const arrived = bad.holdUpInspection();
  const pulling = collector.pull();
  (await arrived)();
  const again = await bad.holdUpInspection();
  bad.inspectFailure = null;
  again();
  expect(await pulling).toMatchObject({ outcome: 'unchanged' });
});
