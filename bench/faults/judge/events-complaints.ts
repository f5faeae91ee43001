import { OF_EVERY_EVENT } from '../report/promises';
import type { EventsSide } from '../stage/events-side';
import { disorderOf, largestBatches, missingOf, repeatsOf, strangersOf } from './delivered-events';

/** A promise about events that was not kept. */
export interface EventsComplaint {
  readonly promise: number;
  readonly words: string;
}

/** Which events are not in the sink in their newest version, in words; null when all are. */
export function missingEvents({ threatq, arrived }: EventsSide): string | null {
  return missingOf(arrived(), threatq.events());
}

/**
 * All that is wrong with what is in the sink, when nothing more is under way.
 *
 * @param batches how many may have come again
 */
export function eventsComplaints(events: EventsSide, batches: number): EventsComplaint[] {
  const { threatq, sink } = events;
  const arrived = events.arrived();
  const versions = threatq.versions();
  const repeats = repeatsOf(arrived);
  const borne = batches === Infinity ? Infinity : largestBatches(sink.connections, batches);
  const excess = repeats > borne ? `${repeats} events came again, of ${batches} batches at most ${borne}` : null;
  const found: readonly (readonly [promise: number, words: string | null])[] = [
    [OF_EVERY_EVENT.honest, strangersOf(arrived, versions, threatq.events())],
    [OF_EVERY_EVENT.conserved, missingEvents(events)],
    [OF_EVERY_EVENT.ordered, disorderOf(arrived, versions)],
    [OF_EVERY_EVENT.fewRepeats, excess],
  ];
  return found.flatMap(([promise, words]) => (words === null ? [] : [{ promise, words }]));
}
