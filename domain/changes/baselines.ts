import type { PackedKeys, PackedLedger } from '../ledger/ledger';
import type { OutputSettings } from '../pull-settings';
import { UNKNOWN_OUTPUT, type PullState } from '../state/pull-state';
import { reasonForEverything } from './delivery-plan';

/** What outputs hold: the ledger of the delivered list, and those of the outputs that lag behind it. */
export interface Baselines {
  readonly list: PackedLedger;
  readonly outputs: Readonly<Record<string, PackedLedger>>;
  /** The event outputs that may get something; absent from what a run of before has asked. */
  readonly events?: Readonly<Record<string, EventBaseline>>;
}

/** What has to be known of an event output beside what it has confirmed. */
export interface EventBaseline {
  /** Whether it gets the whole list, whatever has changed. */
  readonly everything: boolean;
  /** Keys of what it may have told without having confirmed it. */
  readonly tried: PackedKeys;
}

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
