import { withRenamedOutputs } from '../domain/changes/away-outputs';
import { settledDigest } from '../domain/changes/delivery-plan';
import type { TravellingPreview } from '../domain/changes/preview';
import { faultsOf, outputsWithinReach, type PinnedService, type ServiceRef } from '../domain/pull-settings';
import { EMPTY_STATE, hasDelivered, type PullState } from '../domain/state/pull-state';
import { applyConfiguredReset } from '../domain/state/reset';
import { judgeShrink } from '../domain/guard/shrink-guard';
import { baselines, charactersOf } from './baselines';
import { deliveriesOf } from './deliveries';
import { failureWith } from './failure-report';
import { step } from './steps';

/** What the next pull would send: the same steps as a pull, up to the sink. Touches neither state nor Devo. */
export async function cewlPreview(service: ServiceRef, carried?: PullState): Promise<TravellingPreview> {
  const now = Date.now();
  const settings = await step('setup', 'preview')(service, hasDelivered(carried ?? EMPTY_STATE));
  const state = withRenamedOutputs(
    applyConfiguredReset(carried ?? EMPTY_STATE, settings.reset_persistence_auth),
    settings.outputs,
  );
  const outputs = outputsWithinReach(settings);
  const failed_outputs = faultsOf(settings);
  const pinned: PinnedService = { ...service, config: settings.config };

  const delivered = baselines(state, outputs, now);
  const list = await step('fetchCewl', 'preview')(
    pinned,
    settledDigest(state, outputs, now),
    charactersOf(delivered),
    state.list.origin,
  );
  const { received, without_key, digest } = list;
  const numbers = { received, without_key, digest };
  if (list.unchanged)
    return {
      outcome: 'unchanged',
      ...numbers,
      duplicates: 0,
      table: null,
      changes: { added: [], changed: [], removed: [] },
      deliveries: [],
      held: null,
      failed_outputs,
    };

  const plan = await step('dedupe', 'preview')(pinned, list.marks ?? list.table, delivered, list.table_bytes);
  const held = judgeShrink(
    state,
    { ...plan, digest, filled: list.filled },
    settings.shrink_limit_percent,
    new Date(now).toISOString(),
  );
  if (!held && list.refusal) throw failureWith(list.refusal);
  const deliveries = held ? [] : deliveriesOf(plan, state, outputs, list.table.columns, now);
  const outcome = held ? 'would_be_held' : deliveries.length > 0 ? 'would_deliver' : 'unchanged';
  return {
    outcome,
    ...numbers,
    duplicates: plan.duplicates.length,
    table: list.table,
    changes: plan.changes,
    deliveries,
    held,
    failed_outputs,
  };
}
