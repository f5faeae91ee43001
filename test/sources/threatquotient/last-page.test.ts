import { expect, jest, test } from '@jest/globals';
import { LastPage } from '../../../sources/threatquotient/last-page';
import type { EventsPage } from '../../../sources/threatquotient/read-answer';
import { Service, threatq } from './rig';

/** An answer with so many events, and whether its memory was released. */
function answer(text: string, events = 1) {
  const release = jest.fn<() => void>();
  const body = Buffer.from(text);
  const row = { id: '1', updatedAt: 1, fingerprint: '0' };
  const element = { row, body, type: null, typeId: null, isDeleted: false };
  const page: EventsPage = {
    elements: Array.from({ length: events }, () => element),
    total: 1,
    nextMark: null,
    release,
  };
  return { body, release, page, read: jest.fn(() => page) };
}

test('the same bytes are read once, and the memory of their second coming is free at once', () => {
  const last = new LastPage();
  const [first, second] = [answer('one'), answer('one')];
  const page = last.of(first, first.read);
  expect(last.of(second, second.read)).toBe(page);
  expect(second.read).not.toHaveBeenCalled();
  expect(second.release).toHaveBeenCalledTimes(1);
  page.release();
  expect(first.release).not.toHaveBeenCalled(); // they are compared with the next answer
});

test('other bytes are read, and so are those of before when they come again after others', () => {
  const last = new LastPage();
  for (const text of ['one', 'two', 'one', 'on', 'onE']) {
    const each = answer(text);
    last.of(each, each.read);
    expect(each.read).toHaveBeenCalledTimes(1);
  }
});

test('a page of many events, and a large one, is not kept: its memory is its own to release', () => {
  for (const large of [answer('many', 4), answer('x'.repeat(300_000))]) {
    const last = new LastPage();
    expect(last.of(large, large.read)).toBe(large.page);
    last.of(large, large.read);
    expect(large.read).toHaveBeenCalledTimes(2);
  }
});

test('nothing is kept of an answer that cannot be read', () => {
  const last = new LastPage();
  const bad = answer('bad');
  const fail = (): EventsPage => {
    throw new Error('no page');
  };
  expect(() => last.of(bad, fail)).toThrow('no page');
  last.of(bad, bad.read);
  expect(bad.read).toHaveBeenCalledTimes(1);
});

test('quiet polls between pages of all sizes find what is new, and deliver nothing twice', async () => {
  const simulator = await threatq();
  const service = new Service(simulator.url, {}, { limit: 10 });
  const created: number[] = [];
  for (const count of [1, 0, 0, 30, 0, 0, 2, 0, 1, 0]) {
    created.push(...simulator.create({ count }));
    await service.walk();
    expect(await service.walk()).toEqual([]);
  }
  expect(service.ids().sort((one, other) => one - other)).toEqual(created);
});
