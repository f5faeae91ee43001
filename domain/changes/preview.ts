import type { PlannedDelivery } from './delivery-plan';
import type { ErrorReport } from '../../errors/error-report';
import type { HeldList } from '../guard/held-list';
import type { ListChanges, TravellingList } from '../list/list';
import { faultsOf } from '../pull-settings';
import type { PullEnding, PullSoFar } from '../state/list-pull';

/** What the next pull would send, if the list stayed as it is now. */
export interface PullPreview {
  readonly outcome: 'would_deliver' | 'unchanged' | 'would_be_held';
  readonly received: number;
  readonly duplicates: number;
  readonly without_key: number;
  readonly digest: string;
  readonly columns: readonly string[];
  /** Rows in the order of `columns`. */
  readonly added: readonly (readonly string[])[];
  readonly changed: readonly (readonly string[])[];
  readonly removed: readonly string[];
  readonly deliveries: readonly PlannedDelivery[];
  readonly held: HeldList | null;
  /** Outputs that could not be looked at, and would get nothing; absent in what a worker of before has answered. */
  readonly failed_outputs?: Readonly<Record<string, ErrorReport>>;
}

/**
 * The same as the worker hands it out: the whole list, and which of its rows are meant. Without a table nothing has
 * changed.
 */
export interface TravellingPreview extends Omit<PullPreview, 'columns' | 'added' | 'changed' | 'removed'> {
  readonly table: TravellingList | null;
  readonly changes: ListChanges;
}

/** What a pull has found out that ended before anything was sent. */
export function previewOf({ settings, tally }: PullSoFar, ending: PullEnding): TravellingPreview {
  if (ending.ended === 'out of reach') throw new Error('a preview looks at the list whatever is within reach');
  const { received, without_key, digest } = ending.list;
  const compared = ending.ended === 'unchanged' ? null : ending.compared;
  const deliveries =
    'order' in ending ? ending.order.deliveries.map(({ name, kind, why }) => ({ name, kind, why })) : [];
  const wouldDeliver = deliveries.length > 0 ? 'would_deliver' : 'unchanged';
  return {
    outcome: ending.ended === 'held' ? 'would_be_held' : wouldDeliver,
    received,
    without_key,
    digest,
    duplicates: tally.duplicates,
    table: ending.list.unchanged ? null : ending.list.table,
    changes: compared?.changes ?? { added: [], changed: [], removed: [] },
    deliveries,
    held: ending.ended === 'held' ? ending.held : null,
    failed_outputs: settings === null ? {} : faultsOf(settings),
  };
}
