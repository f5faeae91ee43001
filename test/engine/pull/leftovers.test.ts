import { afterEach, expect, jest, test } from '@jest/globals';
import { CollectorError } from '../../../errors/collector-error';
import { RELEASE_SIGNAL, RESET_SIGNAL } from '../../../domain/message-names';
import { ListAtHand } from './stage/list-at-hand';
import { LookupAtHand } from './stage/lookup-at-hand';
import { RunningCollector } from './stage/running-collector';

jest.setTimeout(60_000);

let collector: RunningCollector | undefined;

afterEach(async () => {
  await collector?.stop();
  collector = undefined;
});

const ROWS = Array.from({ length: 10 }, (_, index) => [`CVE-2024-${index}`, `product ${index}`]);
const REFUSED = new CollectorError('devo_refused', { seen: 'HTTP 400' });

async function collect(lookups: LookupAtHand[], settings: Parameters<typeof RunningCollector.start>[2] = {}) {
  const source = new ListAtHand(ROWS);
  collector = await RunningCollector.start(source, lookups, settings);
  await collector.startChain();
  await collector.pull();
  return { source, collector };
}

test('a list that has recovered is not held any more, also when its delivery then fails', async () => {
  const lookup = new LookupAtHand();
  const { source, collector } = await collect([lookup]);
  source.rows = ROWS.slice(0, 5);
  expect(await collector.pull()).toMatchObject({ outcome: 'held' });
  source.rows = [...ROWS, ['CVE-2024-99', 'new']];
  lookup.failure = REFUSED;
  await expect(collector.pull()).rejects.toMatchObject({
    cause: { message: expect.stringContaining('DevoError 504') },
  });
  expect((await collector.state()).held).toBeNull();
});

test('a released list whose delivery fails stays released, and passes with the next pull', async () => {
  const lookup = new LookupAtHand();
  const { source, collector } = await collect([lookup]);
  source.rows = ROWS.slice(0, 5);
  await collector.pull();
  await collector.handle.signal(RELEASE_SIGNAL, source.digest);
  lookup.failure = REFUSED;
  await expect(collector.pull()).rejects.toThrow();
  expect((await collector.state()).held).toMatchObject({ digest: source.digest, released: true });
  lookup.failure = null;
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered' });
  expect((await collector.state()).held).toBeNull();
});

test('a reset is over when the output that had not got everything is taken out', async () => {
  const [good, bad] = [new LookupAtHand('good'), new LookupAtHand('bad')];
  const lookups = [good, bad];
  const { collector } = await collect(lookups);
  bad.failure = REFUSED;
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  expect(await collector.pull()).toMatchObject({ outcome: 'partial' });
  expect((await collector.state()).deliver_all).toBe(true);
  lookups.pop();
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
  expect((await collector.state()).deliver_all).toBe(false);
});

test('a released empty list passes again after a reset, and an aged history date does not stop the pull', async () => {
  const lookup = new LookupAtHand();
  const { source, collector } = await collect([lookup], { historyFrom: new Date().toISOString() });
  source.rows = [];
  await collector.pull();
  await collector.handle.signal(RELEASE_SIGNAL, source.digest);
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered' });
  collector.parts.settings.historyFrom = '2020-01-01';
  await collector.handle.signal(RESET_SIGNAL, 'v2');
  expect(await collector.pull()).toMatchObject({ outcome: 'delivered', held: null });
  expect(await collector.pull()).toMatchObject({ outcome: 'unchanged' });
});
