import { FILLED_RULE } from '../list/filled-cells';
import { UNKNOWN_OUTPUT, type OutputState, type PullState } from '../state/pull-state';
import type { OutputSettings } from '../pull-settings';

/** What one output shall get. `why` is for people: it stands in the report and in the UI. */
export interface PlannedDelivery {
  readonly name: string;
  readonly kind: 'everything' | 'changes';
  readonly why: string;
}

/** How much of the list differs from what one output holds. */
export interface ChangeCounts {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

/** `auto` replaces everything when more than this part of the rows differs: one job is then cheaper than two. */
const LARGE_CHANGE = 0.25;

/**
 * Why an output's content is not certain, in words, or null. Only a lookup can be in doubt: it is the one place that
 * others can change, and where a lost attempt can still be at work.
 */
export function doubtAbout(output: OutputSettings, known: OutputState): string | null {
  if (output.holds === 'events' || known.digest === null) return null;
  if (known.in_doubt !== null) return known.in_doubt;
  if (!output.exists) return 'the lookup does not exist any more';
  if (output.newest_job !== null && output.newest_job !== known.job?.id) return `job ${output.newest_job} is not ours`;
  return null;
}

/** Why an output must get everything whatever has changed, or null. */
export function reasonForEverything(output: OutputSettings, state: PullState, now: number): string | null {
  const known = state.outputs[output.name] ?? UNKNOWN_OUTPUT;
  if (known.digest === null) return state.deliver_all ? 'reset' : 'first delivery';
  if (known.rules !== output.rules) return 'the output was configured anew';
  if (known.away && output.holds === 'list') return 'the output was away';
  const doubt = doubtAbout(output, known);
  if (doubt !== null) return `in doubt: ${doubt}`;
  return refreshDue(output, known, now) ? 'refresh is due' : null;
}

/**
 * The digest that `fetchCewl` may answer `unchanged` to: the list's, when every configured output has it, none is due
 * for anything, and none may have told something else. Null: the rows are needed; so they are once for a state of
 * before filled cells were counted, or counted as now.
 */
export function sharedDigest(state: PullState, outputs: readonly OutputSettings[], now: number): string | null {
  const { digest, filled, filled_rule } = state.list;
  if (digest === null || filled === undefined || filled_rule !== FILLED_RULE) return null;
  for (const output of outputs) {
    const known = state.outputs[output.name];
    if (known?.digest !== digest || known.tried !== undefined) return null;
    if (reasonForEverything(output, state, now) !== null) return null;
  }
  return digest;
}

/**
 * What each output shall get of a fresh list, in the order of the configuration. Outputs that hold it already are
 * left out.
 *
 * @param countsOf how much the list differs from what an output holds
 * @param columns the columns of the fresh list
 */
export function planDeliveries(
  state: PullState,
  outputs: readonly OutputSettings[],
  countsOf: (name: string) => ChangeCounts,
  columns: readonly string[],
  rows: number,
  now: number,
): PlannedDelivery[] {
  const deliveries: PlannedDelivery[] = [];
  for (const output of outputs) {
    const forced = reasonForEverything(output, state, now);
    if (forced !== null) {
      deliveries.push({ name: output.name, kind: 'everything', why: forced });
      continue;
    }
    const counts = countsOf(output.name);
    const differing = counts.added + counts.changed + counts.removed;
    if (differing === 0) continue;
    deliveries.push(deliveryOfChanges(output, state, differing / Math.max(rows, 1), columns));
  }
  return deliveries;
}

function deliveryOfChanges(
  output: OutputSettings,
  state: PullState,
  share: number,
  columns: readonly string[],
): PlannedDelivery {
  const { name } = output;
  if (output.holds === 'events') return { name, kind: 'changes', why: 'the list changed' };
  if (output.mode === 'full') return { name, kind: 'everything', why: 'mode is full' };
  const known = new Set(state.outputs[name]?.columns);
  const fresh = columns.find((column) => !known.has(column));
  if (fresh !== undefined) return { name, kind: 'everything', why: `new column ${fresh}` };
  if (output.mode === 'auto' && share > LARGE_CHANGE)
    return { name, kind: 'everything', why: 'more than a quarter of the rows changed' };
  return { name, kind: 'changes', why: 'the list changed' };
}

function refreshDue(output: OutputSettings, known: OutputState, now: number): boolean {
  if (output.full_refresh_seconds === null || known.last_full_at === null) return false;
  return now - Date.parse(known.last_full_at) >= output.full_refresh_seconds * 1000;
}
