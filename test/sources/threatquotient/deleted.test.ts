import { expect, test } from '@jest/globals';
import { readElement } from '../../../sources/threatquotient/event-element';
import { Service, threatq } from './rig';

test('deleted events are delivered as they are, or left out where that is chosen: counted, and said once', async () => {
  const simulator = await threatq();
  const [first, gone, last] = simulator.create({ count: 3, at: Math.floor(Date.now() / 1000) - 60 });
  simulator.update([gone!], 'deleted');
  const all = new Service(simulator.url);
  expect((await all.walk()).map(({ row }) => row.id)).toEqual([first, last, gone].map(String));
  const service = new Service(simulator.url, { skipDeleted: true });
  expect((await service.walk()).map(({ row }) => row.id)).toEqual([first, last].map(String));
  expect(service.tally).toMatchObject({ received: 3, duplicates: 0, withoutKey: 0, added: 2, changed: 0, sent: 2 });
  expect(service.progress.cursor).toBe(all.progress.cursor);
  expect(await service.walk()).toEqual([]);
  expect(service.lines.filter((line) => line.includes('deleted'))).toEqual([
    'info Events that ThreatQ has deleted were left out: 1',
  ]);
});

test.each([
  ['2026-06-01 12:00:00', true],
  ['', false],
  [null, false],
  [undefined, false],
])('an event whose deleted_at is %p is deleted: %p', (deletedAt, isDeleted) => {
  const event = { id: 1, updated_at: '2026-06-01 12:00:00', deleted_at: deletedAt };
  expect(readElement(Buffer.from(JSON.stringify(event)), event, { zoneMinutes: 0, skipDeleted: true })).toMatchObject({
    isDeleted,
    body: isDeleted ? null : expect.any(Buffer),
  });
});
