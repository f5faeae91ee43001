import { NO_LEDGER } from '../ledger/ledger';
import type { FreshList } from '../list/fetched-list';
import type { ListChanges, TravellingList } from '../list/list';
import type { OutputSettings } from '../pull-settings';
import type { ListPull } from '../state/list-pull';
import { UNKNOWN_OUTPUT, type OutputState, type PullState } from '../state/pull-state';
import type { ComparedList } from './compared-list';
import { planDeliveries, type ChangeCounts, type PlannedDelivery } from './delivery-plan';

/** One delivery to one output, with what the output holds. */
export interface OrderedDelivery extends PlannedDelivery {
  /**
   * What differs from what the output holds; with `everything`, only what is gone, but for event outputs that hold
   * something.
   */
  readonly changes: ListChanges;
  readonly known: Pick<OutputState, 'columns' | 'job'>;
}

/** What `sendToDevo` is given: the list, and what each output shall get of it. */
export interface Order {
  readonly digest: string;
  /** Start of the pull, epoch seconds: the `@devo_pulling_id`. */
  readonly pulling_id: number;
  readonly table: TravellingList;
  readonly duplicates: readonly number[];
  readonly deliveries: readonly OrderedDelivery[];
}

/** What is due after a comparison, for the outputs within reach. */
export function orderOf(pull: ListPull, list: FreshList, compared: ComparedList, state: PullState): Order {
  const deliveries = plannedFor(compared, state, pull.outputs, list.table.columns, pull.startedAt);
  return {
    digest: list.digest,
    pulling_id: pull.startedAt / 1000,
    table: list.table,
    duplicates: compared.duplicates,
    deliveries: orderDeliveries(deliveries, compared, state, pull.outputs),
  };
}

/** What each output shall get. One that has to settle first what it may have told takes that back, and gets no more. */
export function plannedFor(
  plan: ComparedList,
  state: PullState,
  outputs: readonly OutputSettings[],
  columns: readonly string[],
  now: number,
): PlannedDelivery[] {
  const deliveries = planDeliveries(state, outputs, (name) => countsOf(plan, name), columns, plan.rows, now);
  return deliveries.map((delivery) => {
    if (plan.settled?.[delivery.name] === undefined) return delivery;
    return {
      name: delivery.name,
      kind: 'changes',
      why: 'too much was told without a confirmation: it is taken back first',
    };
  });
}

/** The deliveries with what each output has to get, and what it holds. */
export function orderDeliveries(
  deliveries: readonly PlannedDelivery[],
  plan: ComparedList,
  state: PullState,
  outputs: readonly OutputSettings[],
): OrderedDelivery[] {
  return deliveries.map((delivery) => {
    const { columns, job, rules, ledger } = state.outputs[delivery.name] ?? UNKNOWN_OUTPUT;
    const changes = plan.lagging[delivery.name] ?? plan.changes;
    const tellsEvents = outputs.some(({ name, holds }) => name === delivery.name && holds === 'events');
    // With everything, what is gone is news still: events cannot take back by themselves what an earlier one said. What
    // differs is, too, for an output that has told something: a row may be too old for what the setting lets through.
    const all = delivery.kind === 'changes' || (tellsEvents && rules !== null && ledger !== NO_LEDGER);
    return {
      ...delivery,
      changes: all ? changes : { added: [], changed: [], removed: changes.removed },
      known: { columns, job },
    };
  });
}

/** How much of a list differs from what an output holds. */
function countsOf(plan: ComparedList, name: string): ChangeCounts {
  const { added, changed, removed } = plan.lagging[name] ?? plan.changes;
  return { added: added.length, changed: changed.length, removed: removed.length };
}
