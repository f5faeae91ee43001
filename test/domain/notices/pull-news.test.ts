import { expect, test } from '@jest/globals';
import {
  conditionBefore,
  eventsOf,
  quietNotice,
  tokenNotice,
  type Condition,
  type NoticeEvent,
} from '../../../domain/notices/pull-news';
import type { Outcome, PullReport, RememberedReport } from '../../../domain/report/pull-report';
import { EMPTY_STATE } from '../../../domain/state/pull-state';

const DAY_MS = 86_400_000;
const NOW = Date.parse('2026-03-01T10:00:00Z');

function events(before: Condition | null, outcome: Outcome, sent = 0): NoticeEvent[] {
  return eventsOf({ before, report: { outcome, sent } as PullReport });
}

test.each<[Condition | null, Outcome, NoticeEvent[]]>([
  [null, 'delivered', ['delivered']],
  ['good', 'delivered', ['delivered']],
  ['good', 'unchanged', []],
  ['good', 'failed', ['failed']],
  [null, 'failed', ['failed']],
  ['failing', 'failed', []],
  ['held', 'failed', ['failed']],
  ['good', 'held', ['held']],
  ['held', 'held', []],
  ['failing', 'held', ['held']],
  ['failing', 'unchanged', ['recovered']],
  ['failing', 'delivered', ['recovered', 'delivered']],
  ['held', 'delivered', ['recovered', 'delivered']],
  ['held', 'unchanged', ['recovered']],
  ['good', 'partial', ['failed']],
  ['failing', 'partial', []],
])('after %s, a pull that is %s is told as %j: what lasts is told once', (before, outcome, told) => {
  expect(events(before, outcome)).toEqual(told);
});

test('what a failing chain still delivers to one of its outputs is news', () => {
  expect(events('failing', 'partial', 3)).toEqual(['delivered']);
  expect(events('good', 'partial', 3)).toEqual(['failed', 'delivered']);
});

test('the condition before is that of the last report, unless the run before threw', () => {
  const after = (outcome: Outcome) => ({ ...EMPTY_STATE, reports: [{ outcome } as RememberedReport] });
  expect(conditionBefore(EMPTY_STATE, false)).toBeNull();
  expect(conditionBefore(EMPTY_STATE, true)).toBe('failing');
  expect(conditionBefore(after('unchanged'), false)).toBe('good');
  expect(conditionBefore(after('unchanged'), true)).toBe('failing');
  expect(conditionBefore(after('partial'), false)).toBe('failing');
  expect(conditionBefore(after('held'), false)).toBe('held');
});

test('the end of a token is told once, seven days ahead', () => {
  const ends = new Date(NOW + 7 * DAY_MS).toISOString();
  expect(tokenNotice(ends, NOW - DAY_MS, NOW - 1)).toBeNull();
  expect(tokenNotice(ends, NOW - DAY_MS, NOW + 1)).toBe(ends);
  expect(tokenNotice(ends, NOW + 1, NOW + DAY_MS)).toBeNull();
  expect(tokenNotice(ends, null, NOW + DAY_MS)).toBe(ends); // the first pull of all
  expect(tokenNotice(null, null, NOW)).toBeNull();
});

test('that nothing is new is told once, when it has lasted so long', () => {
  const list = { ...EMPTY_STATE.list, since: new Date(NOW).toISOString() };
  const hour = 3_600_000;
  const at = (last: number, now: number) => quietNotice(list, [3600, 7200], NOW + last, NOW + now);
  expect(at(0, hour - 1)).toBeNull();
  expect(at(hour - 1, hour)).toEqual({ since: list.since, after_seconds: 3600 });
  expect(at(hour, hour + 1)).toBeNull();
  expect(at(hour, 2 * hour)).toEqual({ since: list.since, after_seconds: 7200 });
  expect(at(0, 9 * hour)).toEqual({ since: list.since, after_seconds: 7200 }); // after a long pause: once
  expect(quietNotice(EMPTY_STATE.list, [1], NOW, NOW + hour)).toBeNull(); // a state of before knows nothing
});
