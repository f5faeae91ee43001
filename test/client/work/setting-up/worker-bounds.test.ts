import { expect, test } from '@jest/globals';
import { heapArguments } from '../../../../client/work/setting-up/worker-bounds';

const GIGABYTE = 1024 ** 3;

test.each([
  ['a large machine', {}, 4 * GIGABYTE, ['--max-old-space-size=2000']],
  ['a small one', {}, GIGABYTE, []],
  ['a limit that somebody has set', { NODE_OPTIONS: '--max-old-space-size=6000' }, 6 * GIGABYTE, []],
  ['the same in its other spelling', { NODE_OPTIONS: '--no-warnings --max_old_space_size=6000' }, 6 * GIGABYTE, []],
  ['another option', { NODE_OPTIONS: '--no-warnings' }, 4 * GIGABYTE, ['--max-old-space-size=2000']],
])('the heap of the worker is bounded where nobody else has: %s', (_case, env, limit, expected) => {
  expect(heapArguments(env, limit)).toEqual(expected);
});
