import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { beginningOfChain } from '../../../client/chain/beginning-of-chain';
import { readChain } from '../../../client/chain/read-chain';
import type { Collector } from '../../../client/open-collector';
import { viewService } from '../../../client/words/service-view';
import { CollectorError } from '../../../errors/collector-error';
import { KeyRing } from '../../../engine/encryption/key-ring';
import { readRetention } from '../../../engine/server/retention';
import { configWith, loadFromText } from '../../config/load-from-text';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';
import { until } from './stage/until';

jest.setTimeout(60_000);

const STALE_AFTER_SECONDS = 3_600;

let collector: RunningCollector;
let source: ListAtHand;
/** Start of the first run. */
let begun: Date;

/** A chain whose first pull has failed: its second run waits, and has been given nothing. */
beforeEach(async () => {
  source = new ListAtHand([['CVE-2024-1', 'x']]);
  collector = await RunningCollector.start(source, [new LookupAtHand()]);
  await collector.startChain();
  begun = (await collector.current()).startedAt;
  source.failure = new CollectorError('ctci_unauthorized', { seen: 'HTTP 401' });
  await expect(collector.pull()).rejects.toThrow();
  await until(async () => (await collector.current()).startedAt.getTime() > begun.getTime());
});

afterEach(() => collector.stop());

async function staleAt(now: Date, afterSeconds = STALE_AFTER_SECONDS): Promise<boolean> {
  const loaded = loadFromText(configWith('inputs.ctci.services.cewl.stale_after_seconds', afterSeconds));
  const [service] = loaded.services();
  const target = {
    address: '',
    namespace: 'default',
    options: { address: '' },
    proxy: null,
    uiUrl: null,
    source: 'default',
  } as const;
  const asked: Collector = {
    loaded,
    folder: '',
    target,
    reader: collector.reader,
    services: [],
    ring: new KeyRing(),
    close: () => Promise.resolve(),
  };
  return (await viewService(asked, { ...service!, workflowId: collector.workflowId }, now)).stale;
}

function after(start: Date, seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000);
}

test('a service without a good pull is stale when its cron began too long ago, however often it has run', async () => {
  const justAfter = after(begun, STALE_AFTER_SECONDS + 0.001);
  expect(justAfter.getTime()).toBeLessThan(after((await collector.current()).startedAt, STALE_AFTER_SECONDS).getTime());
  expect(await staleAt(after(begun, STALE_AFTER_SECONDS - 1))).toBe(false);
  expect(await staleAt(justAfter)).toBe(true);
});

test('it counts from the last good pull as soon as there is one', async () => {
  source.failure = null;
  await collector.pull();
  const { last_polled_time } = await collector.state();
  const polled = new Date((last_polled_time ?? 0) * 1000);
  expect(await staleAt(after(polled, STALE_AFTER_SECONDS - 0.001))).toBe(false);
  expect(await staleAt(after(polled, STALE_AFTER_SECONDS + 0.001))).toBe(true);
});

test('a first run that the engine does not keep any more was over before as long as it keeps runs', async () => {
  const { reader, workflowId } = collector;
  const chain = (await readChain(reader, workflowId))!;
  const forgotten = { ...chain, start: { ...chain.start, firstRunId: randomUUID() } };
  const now = new Date();
  expect(await beginningOfChain(reader, workflowId, chain, now)).toEqual(begun);
  expect(await beginningOfChain(reader, workflowId, forgotten, now)).toEqual(
    new Date(now.getTime() - ((await readRetention(reader.client)) ?? 0)),
  );
});
