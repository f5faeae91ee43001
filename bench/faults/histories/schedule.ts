import { ACTION_KINDS, type Action } from './actions';
import { seeded, type Random } from './random';

/** One seeded history: what is done, and when, in milliseconds from its beginning. */
export interface Schedule {
  readonly seed: number;
  readonly workers: number;
  readonly firstStep: number;
  /** From how long a deploy job takes. */
  readonly jobDelayMs: number;
  /** Whether the first delivery is awaited before the faults begin. */
  readonly calmStart: boolean;
  readonly moments: readonly { readonly at: number; readonly action: Action }[];
}

/** The same seed gives the same schedule. How processes interleave in it is not ours to say. */
export function scheduleOf(seed: number, lengthMs: number, actions: number): Schedule {
  const random = seeded(seed);
  const moments = Array.from({ length: actions }, () => ({
    at: random.between(0, lengthMs),
    action: drawAction(random),
  }));
  return {
    seed,
    workers: random.between(1, 3),
    firstStep: random.between(0, 30),
    jobDelayMs: random.pick([20, 300, 1500]),
    calmStart: random.chance(0.8),
    moments: moments.sort((left, right) => left.at - right.at),
  };
}

function drawAction(random: Random): Action {
  const whole = ACTION_KINDS.reduce((sum, [weight]) => sum + weight, 0);
  let ticket = random.between(1, whole);
  for (const [weight, kind] of ACTION_KINDS) {
    ticket -= weight;
    if (ticket <= 0) return kind(random);
  }
  throw new Error('a ticket is within the weights');
}
