import { expect, test } from '@jest/globals';
import { Service, threatq } from './rig';

/** How many events each batch had. */
function watchBatches(service: Service): number[] {
  const batches: number[] = [];
  service.onBatch = (events) => void batches.push(events.length);
  return batches;
}

test('pages are gathered before they are delivered, in their order and each event once', async () => {
  const simulator = await threatq({ backlog: { count: 450, overSeconds: 10_000 } });
  const service = new Service(simulator.url);
  service.batch = {};
  const batches = watchBatches(service);
  await service.walk();
  expect(batches).toEqual([450]);
  expect(service.ids()).toEqual(simulator.events().map(({ id }) => id));
  expect(service.tally).toMatchObject({ received: 450, sent: 450, added: 450, duplicates: 0, refused: 0 });
  expect(await service.walk()).toEqual([]);
});

test.each([
  [{ events: 150 }, [199, 198, 53]],
  [{ pages: 3 }, [298, 152]],
  [{ bytes: 1 }, [100, 99, 99, 99, 53]],
  [{ waitMs: 0 }, [100, 99, 99, 99, 53]],
])('a batch within %j is as large as that allows, in whole pages', async (batch, sizes) => {
  const simulator = await threatq({ backlog: { count: 450, overSeconds: 10_000 } });
  const service = new Service(simulator.url);
  service.batch = batch;
  const batches = watchBatches(service);
  await service.walk();
  expect(batches).toEqual(sizes);
});

test('what was read before a page fails is delivered, and the place is behind it', async () => {
  const simulator = await threatq({ backlog: { count: 250, overSeconds: 10_000 } });
  simulator.fail({ fault: 'html', laterPages: true });
  const service = new Service(simulator.url);
  service.batch = {};
  await service.failure();
  expect(service.ids()).toEqual(
    simulator
      .events()
      .slice(0, 100)
      .map(({ id }) => id),
  );
  simulator.clearFaults();
  expect(await service.walk()).toHaveLength(150);
});

test('a batch that is not confirmed leaves the place where it was, and comes again as a whole', async () => {
  const simulator = await threatq({ backlog: { count: 450, overSeconds: 10_000 } });
  const service = new Service(simulator.url);
  service.batch = { pages: 2 };
  let batch = 0;
  service.onBatch = () => {
    batch += 1;
    if (batch === 2) throw new Error('the sink has gone');
  };
  await expect(service.walk()).rejects.toThrow('the sink has gone');
  expect(service.delivered).toHaveLength(199);
  await service.walk();
  expect(service.ids()).toEqual(simulator.events().map(({ id }) => id));
});

test.each(['then-update', 'then-vanish'] as const)(
  'while pages are gathered and the server does %s behind each of them, nothing is lost and nothing comes twice',
  async (fault) => {
    const simulator = await threatq({ backlog: { count: 450, overSeconds: 10_000 } });
    simulator.fail({ fault, count: 5, requests: 4 });
    const service = new Service(simulator.url);
    service.batch = {};
    await service.walk();
    await service.walk();
    const delivered = service.delivered.map(({ row }) => `${row.id ?? ''} ${String(row.updatedAt)}`);
    expect(new Set(delivered).size).toBe(delivered.length);
    const served = simulator.events().map(({ id, updatedAt }) => `${String(id)} ${String(updatedAt)}`);
    expect(delivered).toEqual(expect.arrayContaining(served));
  },
);

test('a server that heeds no sort: what is delivered together is in order, and that is said once a walk', async () => {
  const simulator = await threatq({ backlog: { count: 450, overSeconds: 10_000 } });
  simulator.fail({ fault: 'ignore-sort' });
  const service = new Service(simulator.url);
  service.batch = { waitMs: 0 };
  await service.walk();
  const inOrder = simulator.events().map(({ id }) => id);
  expect(service.ids()).toEqual(inOrder);
  expect(service.lines.filter((line) => /^warn .*does not heed the sort/.test(line))).toHaveLength(1);
});

test('a server that heeds no sort, in several batches: each is in order, nothing is lost or repeated', async () => {
  const simulator = await threatq({ backlog: { count: 450, overSeconds: 10_000 } });
  simulator.fail({ fault: 'ignore-sort' });
  const service = new Service(simulator.url);
  service.batch = { events: 150 };
  service.onBatch = (events) => {
    const times = events.map(({ row }) => row.updatedAt ?? 0);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
  };
  await service.walk();
  expect(service.ids().toSorted((one, other) => one - other)).toEqual(simulator.events().map(({ id }) => id));
});

test('a server that heeds the sort is not said to ignore it', async () => {
  const simulator = await threatq({ backlog: { count: 250, overSeconds: 10_000 } });
  const service = new Service(simulator.url);
  await service.walk();
  expect(service.lines.join('\n')).not.toContain('sort');
});
