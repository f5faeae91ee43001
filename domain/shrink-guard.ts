import type { HeldList } from './held-list';
import type { PullState } from './pull-state';
import { count } from './words';

/** What the guard looks at. Counts of keys, not of rows. */
export interface ShrinkFacts {
  readonly digest: string;
  /** Keys in the fresh list. */
  readonly rows: number;
  /** Keys of the delivered list that the fresh one lacks, and how many the delivered one has. */
  readonly missing: number;
  readonly of: number;
  /** Whether the fresh list looks like the one that CTCI gives to tokens without a subscription. */
  readonly restricted: boolean;
}

/**
 * Judges a fresh list before anything of it is sent: one bad answer must never wipe a customer's lookup.
 *
 * @returns the list to hold, or null when it may pass
 */
export function judgeShrink(state: PullState, facts: ShrinkFacts, limitPercent: number, now: string): HeldList | null {
  const reason = isDelivered(state, facts) ? null : reasonToHold(facts, limitPercent);
  if (reason === null) return null;
  if (state.held?.digest === facts.digest && state.held.released) return null;
  return {
    digest: facts.digest,
    since: state.held?.since ?? now,
    reason,
    missing: facts.missing,
    of: facts.of,
    percent: percentMissing(facts, limitPercent),
    limit_percent: limitPercent,
    rows: facts.rows,
    released: false,
  };
}

/** Marks the held list as free to pass once. A digest that is not the held one changes nothing. */
export function releaseHeld(state: PullState, digest: string): PullState {
  if (state.held?.digest !== digest || state.held.released) return state;
  return { ...state, held: { ...state.held, released: true } };
}

/** "412 of 1,335 rows would go (31 %), limit 20 %" */
export function heldInWords(held: HeldList): string {
  const loss = `${count(held.missing)} of ${count(held.of)} rows would go (${held.percent} %), limit ${held.limit_percent} %`;
  if (held.reason === 'restricted') return `looks like the restricted list of a token without subscription (${count(held.rows)} rows): ${loss}`;
  if (held.reason === 'empty') return `the list is empty: ${loss}`;
  return loss;
}

/** What was delivered already, perhaps by a release, takes nothing away when it is delivered again. */
function isDelivered(state: PullState, facts: ShrinkFacts): boolean {
  if (state.list.digest === facts.digest) return true;
  return facts.of > 0 && facts.missing === 0 && facts.rows === facts.of;
}

function reasonToHold(facts: ShrinkFacts, limitPercent: number): HeldList['reason'] | null {
  if (facts.rows === 0) return 'empty';
  if (facts.restricted) return 'restricted';
  return facts.missing * 100 > facts.of * limitPercent ? 'shrunk' : null;
}

/** Whole percent, but one decimal where the whole number would not show that the limit is exceeded (20.4 % of 20 %). */
function percentMissing(facts: ShrinkFacts, limitPercent: number): number {
  if (facts.of === 0) return 0;
  const percent = (facts.missing / facts.of) * 100;
  const whole = Math.round(percent);
  return whole > limitPercent || percent <= limitPercent ? whole : Math.ceil(percent * 10) / 10;
}
