/**
 * Histories that once showed something, with their form. They are played first whenever no single one is asked for,
 * for good.
 */
export const REGRESSION_SEEDS: readonly { readonly seed: number; readonly found: string }[] = [
  {
    seed: 1,
    found:
      'of a worker whose clock was put back the last lines before that were missing: a step that ' +
      'had ended seemed to go on',
  },
  {
    seed: 5,
    found: 'the SDK keeps what a worker tells of its steps for up to 200 ms: two steps seemed to be at work at once',
  },
  {
    seed: 13,
    found:
      'a worker whose clock was put back kept its log lines to itself: the step that it was at ' +
      'seemed to go on for ever',
  },
  {
    seed: 77,
    found: 'a worker whose connection to the engine broke while it started called that an unexpected error of its own',
  },
  { seed: 80, found: 'a worker that went on without having stood counted twice, beside itself' },
  {
    seed: 91,
    found:
      'a deploy that never arrived, and the job of somebody else that was taken for it: the lookup ' +
      'kept a strange row, and nobody doubted it',
  },
  {
    seed: 142,
    found:
      'a list that moved while a restricted one stood in its place: its rows counted as never ' +
      'served, and the restricted ones as served',
  },
  { seed: 160, found: 'the same as 91, by a deploy to which Devo never answered' },
];
