import { drawAction, type Action } from './action';
import { ACTION_KINDS } from './actions';
import { EVENT_ACTION_KINDS } from './event-actions';
import { seeded } from './random';

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

/** Beside what is done to the list and to all, half as much is done to the events. */
const SHARE_OF_EVENTS = 0.5;

/** So that what is done to the events changes nothing of what a seed does to the list. */
const EVENTS_SEED = 0x0e0e_0000;

/** The same seed gives the same schedule. How processes interleave in it is not ours to say. */
export function scheduleOf(seed: number, lengthMs: number, actions: number): Schedule {
  const random = seeded(seed);
  const moments = Array.from({ length: actions }, () => ({
    at: random.between(0, lengthMs),
    action: drawAction(ACTION_KINDS, random),
  }));
  const eventRandom = seeded(seed + EVENTS_SEED);
  const eventMoments = Array.from({ length: Math.ceil(actions * SHARE_OF_EVENTS) }, () => ({
    at: eventRandom.between(0, lengthMs),
    action: drawAction(EVENT_ACTION_KINDS, eventRandom),
  }));
  return {
    seed,
    workers: random.between(1, 3),
    firstStep: random.between(0, 30),
    jobDelayMs: random.pick([20, 300, 1500]),
    calmStart: random.chance(0.8),
    moments: [...moments, ...eventMoments].sort((left, right) => left.at - right.at),
  };
}
