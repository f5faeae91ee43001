import type { EventsPreview } from '../../domain/events/events-preview';
import type { EventsSettings } from '../../domain/events/events-settings';
import type { EventsState } from '../../domain/events/state/events-state';
import type { EventsOrder, EventsReceipt } from '../../domain/events/events-step';
import type { PinnedService, ServiceRef } from '../../domain/pull-settings';

/** The two steps of a pull of events, and what `preview` and `verify` ask. */
export interface EventsActivities {
  /**
   * `hasState`: whether a place to begin from is set already; then a history date that has grown too old is only a
   * warning.
   */
  setup(service: ServiceRef, hasState: boolean): Promise<EventsSettings>;
  pullEvents(service: PinnedService, order: EventsOrder): Promise<EventsReceipt>;
  inspectEvents(service: ServiceRef, carried: EventsState | null): Promise<EventsPreview>;
}
