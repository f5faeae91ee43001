import { beforeEach, expect, test } from '@jest/globals';
import { PagesAhead } from '../../../sources/threatquotient/pages-ahead';
import type { PageRequest } from '../../../sources/threatquotient/query-request';
import type { EventsPage } from '../../../sources/threatquotient/read-answer';
import { Service, threatq } from './rig';

interface Asked {
  readonly offset: number;
  readonly signal: AbortSignal;
  readonly arrived: () => void;
  readonly answer: (page: EventsPage) => void;
  readonly fail: (error: Error) => void;
}

const PAGE: EventsPage = { elements: [], total: null, nextMark: null, release: () => undefined };

let asked: Asked[];
let pages: PagesAhead;

beforeEach(() => {
  asked = [];
  pages = new PagesAhead(
    (request, signal, arrived) =>
      new Promise((answer, fail) => {
        asked.push({ offset: 'offset' in request.place ? request.place.offset : NaN, signal, arrived, answer, fail });
      }),
    new AbortController().signal,
  );
});

function at(offset: number): PageRequest {
  return { place: { offset, isAnchored: offset > 0 }, limit: 10, bounds: { lower: 1, upper: 2 } };
}

function offsets(): number[] {
  return asked.map(({ offset }) => offset);
}

test('the next page is asked for when the one before has arrived and is to be read, not sooner, and once', async () => {
  const first = pages.fetch(at(0), at(9));
  expect(offsets()).toEqual([0]);
  asked[0]!.arrived();
  expect(offsets()).toEqual([0, 9]);
  asked[0]!.answer(PAGE);
  expect(await first).toBe(PAGE);
  asked[1]!.arrived(); // before anybody has asked for it: the one behind it has to wait
  expect(offsets()).toEqual([0, 9]);
  const second = pages.fetch(at(9), at(18));
  expect(offsets()).toEqual([0, 9, 18]);
  asked[1]!.answer(PAGE);
  expect(await second).toBe(PAGE);
  pages.close();
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([false, false, true]);
});

test('a guess that was wrong is dropped, and the page that is wanted is asked for', () => {
  void pages.fetch(at(0), at(9));
  asked[0]!.arrived();
  void pages.fetch(at(4), null);
  expect(offsets()).toEqual([0, 9, 4]);
  expect(asked.map(({ signal }) => signal.aborted)).toEqual([false, true, false]);
  asked[2]!.arrived();
  expect(offsets()).toEqual([0, 9, 4]);
});

test('a page that was asked for ahead and fails is told to whoever wants it, and may be asked for again', async () => {
  void pages.fetch(at(0), at(9));
  asked[0]!.arrived();
  asked[1]!.fail(new Error('cut'));
  await expect(pages.fetch(at(9), at(18))).rejects.toThrow('cut');
  void pages.fetch(at(9), at(18));
  expect(offsets()).toEqual([0, 9, 9]);
});

test('a walk over full pages asks for none that it does not need', async () => {
  const simulator = await threatq({ backlog: { count: 450, overSeconds: 10_000 } });
  const service = new Service(simulator.url);
  await service.walk();
  expect(service.ids()).toEqual(simulator.events().map(({ id }) => id));
  expect(service.requests).toBe(2 + 5); // the login with its client id, then pages of 100 that overlap by one
});
