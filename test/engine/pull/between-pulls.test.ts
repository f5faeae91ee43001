import { afterEach, expect, jest, test } from '@jest/globals';
import { betweenPulls } from '../../../client/chain/between-pulls';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';
import { listStateOf } from '../../../domain/state/any-state';

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

async function collect() {
  const source = new ListAtHand([
    ['CVE-2024-1', 'one'],
    ['CVE-2024-2', 'two'],
  ]);
  collector = await RunningCollector.start(source, [new LookupAtHand()]);
  await collector.startChain();
  return { source, collector };
}

test('who looks while a pull works looks when it has ended, at the state that it has returned', async () => {
  const { source, collector } = await collect();
  const arrived = source.holdUp();
  const pulling = collector.pull();
  const letGo = await arrived;
  const seen: (number | null)[] = [];
  const looking = betweenPulls(collector.reader, collector.workflowId, (chain) => {
    seen.push(listStateOf(chain?.start.carried?.state ?? null)?.list.rows ?? null);
    return Promise.resolve();
  });
  letGo();
  await pulling;
  await looking;
  expect(seen).toEqual([2]);
});

test('who looks when a pull begins looks again', async () => {
  const { source, collector } = await collect();
  await collector.pull();
  source.rows.push(['CVE-2024-3', 'three']);
  const seen: (number | null)[] = [];
  const { chain } = await betweenPulls(collector.reader, collector.workflowId, async (before) => {
    if (seen.length === 0) await collector.pull();
    seen.push(listStateOf(before?.start.carried?.state ?? null)?.list.rows ?? null);
  });
  expect(seen).toEqual([2, 3]);
  expect(chain?.runId).toBe(await collector.runId());
});

test('where no chain is, there is nothing to wait for', async () => {
  const { collector } = await collect();
  const found = await betweenPulls(collector.reader, 'no-such-chain', (chain) => Promise.resolve(chain));
  expect(found).toEqual({ found: null, chain: null });
});
