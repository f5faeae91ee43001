import type { DedupedList, OrderedDelivery } from '../activities/interface';
import { planDeliveries, type ChangeCounts, type OutputDelivery } from '../domain/changes/delivery-plan';
import { NO_LEDGER } from '../domain/ledger/ledger';
import type { OutputSettings } from '../domain/pull-settings';
import { UNKNOWN_OUTPUT, type PullState } from '../domain/state/pull-state';

/** What each output shall get. One that has to settle first what it may have told takes that back, and gets no more. */
export function deliveriesOf(
  plan: DedupedList,
  state: PullState,
  outputs: readonly OutputSettings[],
  columns: readonly string[],
  now: number,
): OutputDelivery[] {
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
  deliveries: readonly OutputDelivery[],
  plan: DedupedList,
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
function countsOf(plan: DedupedList, name: string): ChangeCounts {
  const { added, changed, removed } = plan.lagging[name] ?? plan.changes;
  return { added: added.length, changed: changed.length, removed: removed.length };
}
