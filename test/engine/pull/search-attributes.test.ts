import { afterEach, expect, jest, test } from '@jest/globals';
import { RESET_SIGNAL } from '../../../domain/message-names';
import { SEARCH_ATTRIBUTES, type SearchAttribute } from '../../../domain/report/search-attributes';
import { CollectorError } from '../../../errors/collector-error';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';
import { registerAll, runsWith, summariesOf, valuesOf } from './stage/search-attributes';

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

function list(size: number): ListAtHand {
  return new ListAtHand(Array.from({ length: size }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]));
}

async function collect(
  source: ListAtHand,
  lookup: LookupAtHand,
  given: readonly SearchAttribute[] = SEARCH_ATTRIBUTES,
): Promise<RunningCollector> {
  collector = await RunningCollector.start(source, [lookup], { searchAttributes: given });
  await registerAll(collector.reader.client);
  await collector.startChain();
  return collector;
}

async function pull(chain: RunningCollector): Promise<void> {
  const runId = await chain.runId();
  await chain.pull().catch(() => undefined);
  await chain.endOf(runId);
}

test('runs are found by service and outcome, and each says in one line what happened', async () => {
  const source = list(10);
  const chain = await collect(source, new LookupAtHand());
  await pull(chain);
  await pull(chain);
  source.rows = source.rows.slice(0, 3);
  await pull(chain);
  source.failure = new CollectorError('ctci_unauthorized', { seen: 'HTTP 401' });
  await pull(chain);

  const all = await runsWith(chain.reader.client, chain.workflowId, 'CollectorService = "ctci/cewl"', 4);
  expect(valuesOf(all, 'CollectorOutcome')).toEqual(['delivered', 'unchanged', 'held', 'failed']);
  expect(summariesOf(all)).toEqual([
    'delivered: 10 rows received, 10 added, 0 changed, 0 removed, 10 sent',
    'unchanged: 10 rows received, 0 added, 0 changed, 0 removed, 0 sent',
    'held: 7 of 10 rows would go (70 %), limit 20 %',
    expect.stringMatching(/^failed: ApiError 401: .*HTTP 401/),
  ]);
  expect(
    await runsWith(chain.reader.client, chain.workflowId, 'CollectorOutcome IN ("held", "failed")', 2),
  ).toHaveLength(2);
});

test('a pull whose very first step fails is found too', async () => {
  const lookup = new LookupAtHand();
  const chain = await collect(list(2), lookup);
  lookup.inspectFailure = new CollectorError('devo_unauthorized', { seen: 'HTTP 401' });
  await pull(chain);
  expect(summariesOf(await runsWith(chain.reader.client, chain.workflowId, 'CollectorOutcome = "failed"', 1))).toEqual([
    expect.stringMatching(/^failed: DevoError 501: /),
  ]);
});

test('a signal that comes while a run works is not lost by what the run says of itself', async () => {
  const source = list(2);
  const chain = await collect(source, new LookupAtHand());
  await pull(chain);
  const arrived = source.holdUp();
  const runId = await chain.runId();
  const pulling = chain.pull();
  const letGo = await arrived;
  await chain.handle.signal(RESET_SIGNAL, 'late');
  letGo();
  await pulling;
  await chain.endOf(runId);
  expect(await chain.state()).toMatchObject({ reset_persistence_auth: 'late', deliver_all: true });
  await runsWith(chain.reader.client, chain.workflowId, 'CollectorOutcome = "unchanged"', 1);
});

test('where Temporal has been told of nothing, a run takes no step more and ends well', async () => {
  const chain = await collect(list(2), new LookupAtHand(), []);
  const runId = await chain.runId();
  expect(await chain.pull()).toMatchObject({ outcome: 'delivered' });
  await chain.endOf(runId);
  const { events } = await chain.reader.client.workflow.getHandle(chain.workflowId, runId).fetchHistory();
  const names = events?.flatMap((event) =>
    Object.keys(event).filter((name) => /^(upsertWorkflowSearchAttributes|markerRecorded)/.test(name)),
  );
  expect(names).toEqual([]);
});
