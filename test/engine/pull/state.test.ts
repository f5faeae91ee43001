import { cancellationSignal } from '@temporalio/activity';
import { afterEach, expect, jest, test } from '@jest/globals';
import { CollectorError } from '../../../errors/collector-error';
import { EMPTY_STATE } from '../../../domain/state/pull-state';
import { HEARTBEAT_LIMIT_MS } from '../../../domain/time-limits';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

async function collect(count = 10, settings: Parameters<typeof RunningCollector.start>[2] = {}) {
  const source = new ListAtHand(Array.from({ length: count }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
  const lookup = new LookupAtHand();
  collector = await RunningCollector.start(source, [lookup], settings);
  return { source, lookup, collector };
}

test('the first pull delivers the whole list and hands its state to the next run', async () => {
  const { source, lookup, collector } = await collect();
  await collector.startChain();
  const report = await collector.pull();
  expect(report).toMatchObject({
    outcome: 'delivered',
    received: 10,
    added: 10,
    changed: 0,
    removed: 0,
    sent: 10,
    error: null,
  });
  expect([...lookup.rows.values()]).toEqual(source.rows);
  const state = await collector.state();
  expect(state).toMatchObject({
    version: 1,
    reset_persistence_auth: '',
    deliver_all: false,
    held: null,
    list: { digest: source.digest, rows: 10 },
  });
  expect(state.outputs['devo_lookup']).toMatchObject({ digest: source.digest, in_doubt: null, job: { rows: 10 } });
  expect(state.reports).toHaveLength(1);
});

test('an unchanged list is two activities, sends nothing and says so', async () => {
  const { lookup, collector } = await collect();
  await collector.startChain();
  await collector.pull();
  const runId = await collector.runId();
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged', received: 10, sent: 0 });
  expect(lookup.deliveries).toHaveLength(1);
  const { events } = await collector.reader.client.workflow.getHandle(collector.workflowId, runId).fetchHistory();
  const scheduled = events
    ?.filter((event) => event.activityTaskScheduledEventAttributes)
    .map((event) => event.activityTaskScheduledEventAttributes?.activityType?.name);
  expect(scheduled).toEqual(['setup', 'fetchCewl']);
  expect(events!.length).toBeLessThanOrEqual(20);
});

test('what differs is found whatever the order of rows, and the ledger moves on', async () => {
  const { source, lookup, collector } = await collect();
  await collector.startChain();
  await collector.pull();
  source.rows = [['CVE-2024-99', 'new'], ...source.rows.slice(1).reverse()];
  source.rows[5] = [source.rows[5]![0]!, 'another product'];
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', added: 1, changed: 1, removed: 1, sent: 10 });
  expect(new Map(source.rows.map((row) => [row[0], row]))).toEqual(lookup.rows);
});

test('the cron pulls by itself, one run after the other', async () => {
  const { lookup, collector } = await collect();
  await collector.startChain('@every 2s');
  const first = await collector.endOf(await collector.runId());
  expect(first.result?.report.outcome).toBe('delivered');
  const second = await collector.endOf(first.nextRunId!);
  expect(second.result?.report.outcome).toBe('unchanged');
  expect(lookup.deliveries).toHaveLength(1);
});

test('a seed state is taken over when there is no last result', async () => {
  const { source, lookup, collector } = await collect();
  await collector.startChain();
  await collector.pull();
  const seed = await collector.state();
  const other = await RunningCollector.start(source, [lookup]);
  try {
    await other.startChain('@every 1h', seed);
    expect(await other.pull()).toMatchObject({ outcome: 'unchanged', sent: 0 });
  } finally {
    await other.stop();
  }
});

test('a state of a newer version is refused by name and stays as it is', async () => {
  const { lookup, collector } = await collect();
  await collector.startChain('@every 1h', { ...EMPTY_STATE, version: 2 as never });
  const runId = await collector.runId();
  await expect(collector.pull()).rejects.toMatchObject({
    cause: { message: expect.stringContaining('EngineError 605') },
  });
  expect((await collector.endOf(runId)).kind).toBe('failed');
  expect((await collector.current()).carried).toBeNull();
  expect(lookup.deliveries).toHaveLength(0);
});

test('a run that fails before anything was delivered throws, and the next run has the state of before', async () => {
  const { source, collector } = await collect();
  await collector.startChain();
  await collector.pull();
  const before = await collector.state();
  source.failure = new CollectorError('ctci_unauthorized', { seen: 'HTTP 401, invalid token' });
  const runId = await collector.runId();
  await expect(collector.pull()).rejects.toMatchObject({
    cause: { type: 'ApiError', message: expect.stringMatching(/ApiError 401: .*invalid token.*Copy the token again/) },
  });
  expect((await collector.endOf(runId)).kind).toBe('failed');
  const next = await collector.current();
  expect(next.lastFailure?.message).toContain('ApiError 401');
  expect(next.carried?.state).toEqual(before);
});

test('a fault that may pass is tried again for retry_for_seconds, then the run fails with it', async () => {
  const { source, collector } = await collect();
  await collector.startChain();
  source.failure = new CollectorError('ctci_server_error', { seen: 'HTTP 503', retryable: true });
  await expect(collector.pull()).rejects.toMatchObject({ cause: { message: expect.stringContaining('ApiError 450') } });
  expect(source.downloads).toBeGreaterThanOrEqual(2);
});

test('a fault that passes within retry_for_seconds costs only a retry', async () => {
  const { source, collector } = await collect(10, { retryForSeconds: 30 });
  await collector.startChain();
  source.failure = new CollectorError('ctci_server_error', { seen: 'HTTP 503', retryable: true });
  const arrived = source.holdUp();
  const pulling = collector.pull();
  const letGo = await arrived;
  letGo();
  const retried = source.holdUp();
  const goOn = await retried;
  source.failure = null;
  goOn();
  expect(await pulling).toMatchObject({ outcome: 'delivered', sent: 10 });
});

test('a failed delivery puts the lookup in doubt: the next pull delivers all, be the list the same', async () => {
  const { lookup, collector } = await collect();
  await collector.startChain();
  await collector.pull();
  lookup.failure = new CollectorError('devo_job_failed', { seen: 'update.err' });
  collector.parts.source.rows[0] = ['CVE-2024-0', 'changed'];
  await expect(collector.pull()).rejects.toMatchObject({
    cause: { message: expect.stringContaining('DevoError 505') },
  });
  const state = await collector.state();
  expect(state.outputs['devo_lookup']?.in_doubt).toContain('a delivery failed');
  expect(state.list.digest).not.toBe(collector.parts.source.digest);
  lookup.failure = null;
  collector.parts.source.rows[0] = ['CVE-2024-0', 'product 0'];
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', added: 0, changed: 0, sent: 10 });
  expect((await collector.state()).outputs['devo_lookup']?.in_doubt).toBeNull();
});

test('a lookup that is gone, or deployed by somebody else, is delivered in full with an unchanged list', async () => {
  const { lookup, collector } = await collect();
  await collector.startChain();
  await collector.pull();
  lookup.exists = false;
  expect(await collector.pull()).toMatchObject({
    outcome: 'delivered',
    sent: 10,
    outputs: { devo_lookup: { why: expect.stringContaining('does not exist') } },
  });
  lookup.newestJob = 'a-foreign-job';
  expect(await collector.pull()).toMatchObject({
    outcome: 'delivered',
    sent: 10,
    outputs: { devo_lookup: { why: expect.stringContaining('a-foreign-job is not ours') } },
  });
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
});

test('an output that was configured anew gets everything, alone', async () => {
  const source = new ListAtHand([
    ['CVE-2024-1', 'one'],
    ['CVE-2024-2', 'two'],
  ]);
  const [first, second] = [new LookupAtHand('first'), new LookupAtHand('second')];
  collector = await RunningCollector.start(source, [first, second]);
  await collector.startChain();
  await collector.pull();
  second.rules = 'rules-2';
  expect(await collector.pull()).toMatchObject({
    outcome: 'delivered',
    sent: 2,
    outputs: { first: { outcome: 'up_to_date' }, second: { outcome: 'delivered' } },
  });
  expect(first.deliveries).toHaveLength(1);
  expect(second.deliveries).toHaveLength(2);
});

test('what one output has confirmed is not sent again when another failed, which catches up alone', async () => {
  const source = new ListAtHand([
    ['CVE-2024-1', 'one'],
    ['CVE-2024-2', 'two'],
    ['CVE-2024-3', 'three'],
    ['CVE-2024-4', 'four'],
    ['CVE-2024-5', 'five'],
    ['CVE-2024-6', 'six'],
  ]);
  const [first, second] = [new LookupAtHand('first'), new LookupAtHand('second')];
  collector = await RunningCollector.start(source, [first, second], { mode: 'incremental' });
  await collector.startChain();
  await collector.pull();
  second.failure = new CollectorError('devo_refused', { seen: 'HTTP 400' });
  source.rows = source.rows.slice(0, 5);
  const report = await collector.pull();
  expect(report).toMatchObject({
    outcome: 'partial',
    removed: 1,
    error: { number: 504 },
    outputs: { first: { outcome: 'delivered' }, second: { outcome: 'failed' } },
  });
  const lagging = await collector.state();
  expect(lagging.outputs['second']?.ledger).not.toBeNull();
  expect(lagging.list.rows).toBe(5);
  second.failure = null;
  expect(await collector.pull()).toMatchObject({
    outcome: 'delivered',
    outputs: { first: { outcome: 'up_to_date' }, second: { outcome: 'delivered', mode: 'full' } },
  });
  expect(first.deliveries).toHaveLength(2);
  expect([...second.rows.keys()]).toEqual([...first.rows.keys()]);
  expect((await collector.state()).outputs['second']?.ledger).toBeNull();
});

test('a history date older than a year is refused at first, and no error any more once there is state', async () => {
  const { collector } = await collect(10, { historyFrom: '2020-01-01' });
  await collector.startChain();
  await expect(collector.pull()).rejects.toMatchObject({
    cause: {
      message: expect.stringMatching(
        /SetupError 16: .*2020-01-01 \(setting inputs.ctci.services.cewl.historical_poll_datetime\)/,
      ),
    },
  });
  collector.parts.settings.historyFrom = new Date().toISOString();
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered' });
  collector.parts.settings.historyFrom = '2020-01-01';
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
});

test('a worker that is told to stop gives its step back at once, and another goes on with it', async () => {
  const { lookup, collector } = await collect();
  await collector.startChain();
  let begun: () => void = () => undefined;
  const underWay = new Promise<void>((resolve) => {
    begun = resolve;
  });
  lookup.before = () => {
    begun();
    return new Promise((_, refuse) => {
      cancellationSignal().addEventListener('abort', () => refuse(new Error('aborted')));
    });
  };
  const pulling = collector.pull();
  await underWay;
  await collector.stopWorkers();
  lookup.before = null;
  const stoppedAt = Date.now();
  await collector.addWorker();
  expect(await pulling).toMatchObject({ outcome: 'delivered', sent: 10 });
  expect(Date.now() - stoppedAt).toBeLessThan(HEARTBEAT_LIMIT_MS / 2);
});
