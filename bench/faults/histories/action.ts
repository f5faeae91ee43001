import type { Effect } from '../effect';
import type { TestBed } from '../stage/test-bed';
import type { Random } from './random';

/** Something that is done to a test bed at a moment of its history. */
export interface Action {
  readonly words: string;
  /** Rows of the list of promises that it tries, if it has any effect. */
  readonly tries: readonly number[];
  /** How many batches of events may come again for it: none when left out. */
  readonly repeats?: number | 'all';
  act(bed: TestBed): Promise<Effect> | Effect;
}

/** Makes an action of one kind; what it does exactly is drawn. */
export type ActionKind = (random: Random) => Action;

/** Every kind with its weight. */
export type ActionKinds = readonly (readonly [weight: number, kind: ActionKind])[];

export function drawAction(kinds: ActionKinds, random: Random): Action {
  const whole = kinds.reduce((sum, [weight]) => sum + weight, 0);
  let ticket = random.between(1, whole);
  for (const [weight, kind] of kinds) {
    ticket -= weight;
    if (ticket <= 0) return kind(random);
  }
  throw new Error('a ticket is within the weights');
}
