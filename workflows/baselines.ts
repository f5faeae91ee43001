import type { Baselines, EventBaseline } from '../activities/interface';
import { reasonForEverything } from '../domain/changes/delivery-plan';
import type { OutputSettings } from '../domain/pull-settings';
import { UNKNOWN_OUTPUT, type PullState } from '../domain/state/pull-state';

/**
 * What a fresh list is compared with: the ledger of the delivered list, those of outputs that lag behind it, and what
 * event outputs may have told beside.
 *
 * @param outputs those that can get something
 * @param now epoch milliseconds
 */
export function baselines(state: PullState, outputs: readonly OutputSettings[], now: number): Baselines {
  const lagging: Record<string, string> = {};
  const events: Record<string, EventBaseline> = {};
  for (const output of outputs) {
    const { ledger, tried } = state.outputs[output.name] ?? UNKNOWN_OUTPUT;
    if (ledger !== null) lagging[output.name] = ledger;
    if (output.holds === 'events')
      events[output.name] = { everything: reasonForEverything(output, state, now) !== null, tried: tried ?? '' };
  }
  return { list: state.list.ledger, outputs: lagging, events };
}

/** How much the ledgers add to what travels beside a list. */
export function charactersOf({ list, outputs, events = {} }: Baselines): number {
  const beside = [...Object.values(outputs), ...Object.values(events).map(({ tried }) => tried)];
  return beside.reduce((sum, packed) => sum + packed.length, list.length);
}
