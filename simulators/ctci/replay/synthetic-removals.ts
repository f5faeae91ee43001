import { keyOf } from './cewl-row';
import type { HistoryStep } from './history-step';

/** How many keys go every so many steps: small, and spread over the history. */
const EVERY_STEPS = 8;
const HOW_MANY = [1, 2, 1, 3, 1, 2] as const;

/**
 * Adds a few removals to the replay. They are SYNTHETIC: in the real months nothing was ever removed, and a
 * demo in which nothing goes would leave that half of the collector unseen.
 *
 * The keys are rows of the start that no later step mentions, so that none is changed after it has gone.
 */
export function withSyntheticRemovals(steps: readonly HistoryStep[]): readonly HistoryStep[] {
  const candidates = neverMentionedAgain(steps);
  let taken = 0;
  return steps.map((step, index) => {
    const turn = index / EVERY_STEPS - 1;
    const count = HOW_MANY[turn] ?? 0;
    const synthetic = candidates.slice(taken, taken + count);
    taken += synthetic.length;
    return { ...step, removed: [...step.removed, ...synthetic], syntheticRemovals: synthetic };
  });
}

/** Every 97th such key, so that they are not neighbours in the list. */
function neverMentionedAgain(steps: readonly HistoryStep[]): readonly string[] {
  const later = new Set<string>();
  for (const step of steps.slice(1)) {
    for (const row of [...step.added, ...step.changed]) later.add(keyOf(row) ?? '');
    for (const key of step.removed) later.add(key);
  }
  const start = (steps[0]?.added ?? []).map((row) => keyOf(row) ?? '');
  return start.filter((key) => key !== '' && !later.has(key)).filter((_key, index) => index % 97 === 50);
}
