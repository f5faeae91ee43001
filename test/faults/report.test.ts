import { expect, test } from '@jest/globals';
import { runInLanes } from '../../bench/faults/lanes';
import { PROMISES } from '../../bench/faults/report/promises';
import { reportOf, verdictInWords } from '../../bench/faults/report/report';
import type { EngineProcess } from '../../bench/faults/stage/engine-process';
import { INVARIANTS, type Verdict } from '../../bench/faults/report/verdict';

const ALL = [...PROMISES.keys()];

function verdict(given: Partial<Verdict>): Verdict {
  return {
    name: 'seed 1',
    promises: ALL,
    judged: INVARIANTS,
    broken: [],
    seconds: 1,
    log: [],
    again: 'npm run faults -- --seed 1',
    folder: '/tmp',
    ...given,
  };
}

function lastLine(text: string): string | undefined {
  return text.split('\n').at(-1);
}

test('when everything held the last line says so', () => {
  const { text, broken } = reportOf([], [verdict({})]);
  expect(lastLine(text)).toBe(`promises: ${ALL.length} held, 0 broken`);
  expect(broken).toBe(0);
});

test('one breach breaks its promise, however often it held, and the verdict names how to play it again', () => {
  const bad = verdict({ broken: [{ promise: 7, invariant: 'no wipe', words: 'a deploy left 3 rows' }] });
  const { text, broken } = reportOf([], [verdict({}), bad, verdict({})]);
  expect(lastLine(text)).toBe(`promises: ${ALL.length - 1} held, 1 broken`);
  expect(broken).toBe(1);
  expect(verdictInWords(bad)).toContain('again: npm run faults -- --seed 1');
});

test('a trial that falls over itself is a failure of the whole, and the others are played all the same', async () => {
  const engine = { close: () => Promise.resolve() } as unknown as EngineProcess;
  const trials = [() => Promise.reject(new Error('no worker came')), () => Promise.resolve(verdict({}))];
  const verdicts = await runInLanes(
    () => Promise.resolve(engine),
    '/tmp',
    1,
    trials,
    () => undefined,
  );
  const { text, broken } = reportOf([], verdicts);
  expect(lastLine(text)).toBe(`promises: ${ALL.length} held, 0 broken, 1 trials gave up`);
  expect(broken).toBe(1);
  expect(verdictInWords(verdicts[0]!)).toContain('no worker came');
});

test('a history that gave up before it was judged has held nothing', () => {
  const { text } = reportOf(
    [],
    [
      verdict({
        promises: [],
        judged: ['conservation'],
        broken: [{ promise: 2, invariant: 'liveness', words: 'it gave up' }],
      }),
    ],
  );
  expect(text).toMatch(/no secret +│ 0 +│ 0 +│ 1 /);
  expect(text).toMatch(/conservation +│ 1 +│ 0 +│ 0 /);
  expect(lastLine(text)).toBe(`promises: 0 held, 1 broken, ${ALL.length - 1} not tried`);
});
