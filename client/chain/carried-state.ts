import { CollectorError } from '../../errors/collector-error';
import type { PullReport } from '../../domain/report/pull-report';
import { isEventsState, type AnyState } from '../../domain/state/any-state';
import { importedEventsState } from '../../packing/imported-state';
import { restoreState } from '../../domain/state/restore-state';
import type { Chain } from './read-chain';
import { applySignals } from './unapplied-signals';

/** What a chain's current run was given. */
export interface Carried {
  readonly state: AnyState | null;
  readonly report: PullReport | null;
  /** Why it cannot be read; then nothing of it is here. */
  readonly fault: CollectorError | null;
}

/** Reads what the run before returned, else the seed. One chain of a newer collector must not hide all the others. */
export function readCarried(chain: Chain | null): Carried {
  try {
    return { state: chain && carriedState(chain), report: chain?.start.carried?.report ?? null, fault: null };
  } catch (error) {
    if (error instanceof CollectorError) return { state: null, report: null, fault: error };
    throw error;
  }
}

/**
 * The state alone, with the signals that wait applied as the run will apply them, or null when the chain begins
 * without any. Throws CollectorError for one that this program does not know or cannot read.
 */
export function carriedState({ start, waiting }: Chain): AnyState | null {
  if (start.lost) throw start.lost;
  const given = start.carried?.state ?? start.seed;
  if (given === null) return null;
  return applySignals(isEventsState(given) ? importedEventsState(given) : restoreState(given), waiting);
}
