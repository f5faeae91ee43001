import type { Baselines, DedupedList } from '../activities/interface';
import type { ChangeCounts } from '../domain/delivery-plan';
import type { PullSettings } from '../domain/pull-settings';
import type { PullState } from '../domain/pull-state';

/** The ledger of the delivered list, and those of outputs that lag behind it. */
export function baselines(state: PullState, settings: PullSettings): Baselines {
  const outputs: Record<string, string> = {};
  for (const { name } of settings.outputs) {
    const ledger = state.outputs[name]?.ledger;
    if (ledger) outputs[name] = ledger;
  }
  return { list: state.list.ledger, outputs };
}

/** How much the ledgers add to what travels beside a list. */
export function charactersOf({ list, outputs }: Baselines): number {
  return Object.values(outputs).reduce((sum, ledger) => sum + ledger.length, list.length);
}

/** How much of a list differs from what an output holds. */
export function countsOf(plan: DedupedList, name: string): ChangeCounts {
  const { added, changed, removed } = plan.lagging[name] ?? plan.changes;
  return { added: added.length, changed: changed.length, removed: removed.length };
}
