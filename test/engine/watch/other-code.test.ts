import { afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { bundleWorkflowCode } from '@temporalio/worker';
import { RESET_SIGNAL } from '../../../domain/message-names';
import { readFailure } from '../../../engine/histories/failure-in-report';
import { FailedRunWatch } from '../../../worker/watch/failed-run-watch';
import { ListAtHand } from '../pull/stage/list-at-hand';
import { LookupAtHand } from '../pull/stage/lookup-at-hand';
import { RunningCollector } from '../pull/stage/running-collector';
import { until } from '../pull/stage/until';

jest.setTimeout(120_000);

const ROWS = [
  ['CVE-2024-1', 'one'],
  ['CVE-2024-2', 'two'],
];
const FAILS_AT_ONCE = { workflowFailureErrorTypes: { '*': ['NondeterminismError'] } };

let nextVersion: string;
let collector: RunningCollector;

beforeAll(async () => {
  const root = '../../..';
  const { code } = await bundleWorkflowCode({
    workflowsPath: require.resolve('./other-workflows'),
    payloadConverterPath: require.resolve(`${root}/engine/payloads/payload-converter`),
    logger: { log: noWord, trace: noWord, debug: noWord, info: noWord, warn: noWord, error: noWord },
  });
  nextVersion = code;
});

afterEach(() => collector.stop());

function noWord(): void {
  // bundling has much to say
}

function watch(): FailedRunWatch {
  const service = { input: 'ctci', service: 'cewl', workflowId: collector.workflowId };
  return new FailedRunWatch(collector.reader, collector.taskQueue, () => [service], pino({ enabled: false }));
}

/** Each way to be in the middle of a step of version A, and what lets that step go. */
const STEPS: readonly (readonly [string, (source: ListAtHand, lookup: LookupAtHand) => Promise<() => void>])[] = [
  ['setup', (_source, lookup) => lookup.holdUpInspection()],
  ['fetchCewl', (source) => source.holdUp()],
  ['sendToDevo', (_source, lookup) => holdUpDelivery(lookup)],
];

function holdUpDelivery(lookup: LookupAtHand): Promise<() => void> {
  return new Promise((arrived) => {
    lookup.before = () =>
      new Promise((go) => {
        lookup.before = null;
        arrived(go);
      });
  });
}

test.each(STEPS)(
  'the next version takes over in the middle of %s: the run fails at once, its state and signals are kept',
  async (_name, holdUp) => {
    const source = new ListAtHand(ROWS);
    const lookup = new LookupAtHand();
    collector = await RunningCollector.start(source, [lookup]);
    await collector.startChain('@every 3s');
    await until(async () => (await collector.current()).carried !== null);

    source.rows = [...ROWS, ['CVE-2024-3', 'three']];
    const letGo = await holdUp(source, lookup);
    const runId = await collector.runId();
    const before = (await collector.current()).carried?.state;
    await collector.handle.signal(RESET_SIGNAL, 'told in the middle');
    await collector.stopTakingTasks();
    letGo();
    await collector.stopWorkers();
    await collector.addWorker({ ...FAILS_AT_ONCE, workflowBundle: { code: nextVersion } });

    const end = await collector.endOf(runId);
    expect(end.kind).toBe('failed');
    expect(readFailure(end.failure).error).toMatchObject({ number: 619 });
    const failed = watch();
    await until(async () => {
      await failed.look();
      return (await collector.state()).reset_persistence_auth === 'told in the middle';
    });
    const { totals, list } = await collector.state();
    expect(list.rows).toBe(3);
    expect(totals.pulls).toBeGreaterThan(before?.totals.pulls ?? 0);
  },
);
