import { expect, test } from '@jest/globals';
import { StepWatch } from '../../bench/faults/stage/step-watch';

function line(
  step: string,
  what: 'started' | 'completed' | 'failed',
  { chain = 'a-1-ctci-cewl', attempt = 1, run = 'r' } = {},
): string {
  return (
    '{"level":"debug","time":"2026-01-01T00:00:00.000Z","component":"worker",' +
    `"workflow_id":"${chain}","run_id":"${run}","activity":"${step}","attempt":${attempt},` +
    `"msg":"Activity ${what}"}`
  );
}

/** Plays moments in milliseconds: a worker's line, or what was done to it (`gone`, `stood`, `wentOn`). */
function overlapsAfter(moments: readonly (readonly [at: number, worker: string, heard: string])[]): readonly string[] {
  let now = 0;
  const watch = new StepWatch(() => now);
  const witnesses = { one: watch.witness('one'), two: watch.witness('two') };
  for (const [at, worker, heard] of moments) {
    now = at;
    const witness = witnesses[worker as keyof typeof witnesses];
    if (heard === 'gone' || heard === 'stood' || heard === 'wentOn') witness[heard]();
    else witness.hear(heard);
  }
  return watch.overlaps();
}

test('steps one after the other, at whichever worker, are no overlap', () => {
  expect(
    overlapsAfter([
      [0, 'one', line('setup', 'started')],
      [500, 'one', line('setup', 'completed')],
      [500, 'two', line('fetchCewl', 'started')],
      [900, 'two', line('fetchCewl', 'failed')],
      [901, 'one', line('setup', 'started')],
    ]),
  ).toEqual([]);
});

test('two pulls at once are found, of one chain and of two, at one worker and at two', () => {
  const both = (second: string, chain: string): readonly string[] =>
    overlapsAfter([
      [0, 'one', line('fetchCewl', 'started')],
      [100, second, line('setup', 'started', { chain })],
      [600, 'one', line('fetchCewl', 'completed')],
    ]);
  for (const second of ['one', 'two'])
    for (const chain of ['a-1-ctci-cewl', 'another']) expect(both(second, chain)).toHaveLength(1);
});

test('a step that is still at work counts until now', () => {
  expect(
    overlapsAfter([
      [0, 'one', line('sendToDevo', 'started')],
      [10, 'two', line('setup', 'started')],
      [500, 'two', line('setup', 'completed')],
    ]),
  ).toHaveLength(1);
});

test('an end that is heard late is no overlap', () => {
  expect(
    overlapsAfter([
      [0, 'one', line('setup', 'started')],
      [300, 'two', line('fetchCewl', 'started')],
      [500, 'one', line('setup', 'completed')],
    ]),
  ).toEqual([]);
});

test('a worker that was killed works no more, and a step that was given to another worker is no longer its own', () => {
  expect(
    overlapsAfter([
      [0, 'one', line('dedupe', 'started')],
      [500, 'one', 'gone'],
      [600, 'two', line('setup', 'started')],
      [1900, 'two', line('setup', 'completed')],
    ]),
  ).toEqual([]);
  expect(
    overlapsAfter([
      [0, 'one', line('sendToDevo', 'started')],
      [20_000, 'two', line('sendToDevo', 'started', { attempt: 2 })],
      [25_000, 'two', line('sendToDevo', 'completed', { attempt: 2 })],
      [26_000, 'one', line('sendToDevo', 'completed')],
    ]),
  ).toEqual([]);
});

test('a stopped worker works at nothing, and goes on with what is still its own', () => {
  const stopped = [
    [0, 'one', line('setup', 'started')],
    [100, 'one', 'stood'],
    [200, 'two', line('fetchCewl', 'started')],
  ] as const;
  expect(
    overlapsAfter([
      ...stopped,
      [4000, 'two', line('fetchCewl', 'completed')],
      [5000, 'one', 'wentOn'],
      [5100, 'one', line('setup', 'completed')],
    ]),
  ).toEqual([]);
  expect(overlapsAfter([...stopped, [5000, 'one', 'wentOn'], [6000, 'one', line('setup', 'completed')]])).toHaveLength(
    1,
  );
  expect(
    overlapsAfter([
      [0, 'one', line('setup', 'started')],
      [100, 'one', 'wentOn'],
      [900, 'one', line('setup', 'completed')],
    ]),
  ).toEqual([]);
  expect(
    overlapsAfter([
      ...stopped.slice(0, 2),
      [20_000, 'two', line('setup', 'started', { attempt: 2 })],
      [24_000, 'one', 'wentOn'],
      [26_000, 'one', line('setup', 'completed')],
    ]),
  ).toEqual([]);
});

test('what a worker that stood still was given meanwhile is not at work when the engine has gone on from it', () => {
  const walk = (what: 'started' | 'completed', attempt: number, run = 'r'): string =>
    line('pullEvents', what, { attempt, run });
  expect(
    overlapsAfter([
      [0, 'one', 'stood'],
      [23_000, 'one', 'wentOn'],
      [23_001, 'one', walk('started', 3)],
      [23_002, 'one', walk('started', 2)],
      [24_000, 'one', walk('completed', 2)],
      [31_000, 'one', walk('completed', 3)],
    ]),
  ).toEqual([]);
  expect(
    overlapsAfter([
      [0, 'two', walk('started', 3, 'first')],
      [100, 'two', 'stood'],
      [11_000, 'one', walk('started', 1, 'second')],
      [21_000, 'two', 'wentOn'],
      [21_100, 'two', walk('started', 2, 'second')],
      [23_000, 'two', walk('completed', 3, 'first')],
      [24_000, 'two', walk('completed', 2, 'second')],
    ]),
  ).toEqual([]);
});

test('two steps of one run at once are found, and named with run, worker and attempt', () => {
  expect(
    overlapsAfter([
      [0, 'one', line('setup', 'started', { attempt: 2 })],
      [100, 'two', line('pullEvents', 'started', { attempt: 3 })],
      [900, 'one', line('setup', 'completed', { attempt: 2 })],
    ]),
  ).toEqual([
    'pullEvents of a-1-ctci-cewl (two, attempt 3, run r) was at work beside ' +
      'setup of a-1-ctci-cewl (one, attempt 2, run r)',
  ]);
});
