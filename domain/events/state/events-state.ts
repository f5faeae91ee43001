import type { Told } from '../../notices/told';
import type { RememberedReport } from '../../report/pull-report';
import type { Totals } from '../../state/pull-state';
import type { CarriedAhead } from './carried-progress';
import type { QuietWindow } from './events-progress';
import { NOTHING_SEEN, type PackedSeen } from './nothing-seen';

/** The version that this code writes. Older ones are migrated when read, newer ones refused by name. */
export const EVENTS_STATE_VERSION = 1;

/** What one run of an events service hands to the next. */
export interface EventsState {
  readonly version: typeof EVENTS_STATE_VERSION;
  readonly kind: 'events';
  /** Start of the last walk that came to its end, epoch seconds. */
  readonly last_polled_time: number | null;
  readonly reset_persistence_auth: string;
  /** The value last seen in the configuration, or null before the first pull. */
  readonly configured_reset: string | null;
  /** The newest `updated_at` whose page is delivered, ISO 8601 UTC; null until PrePull has set it. */
  readonly cursor: string | null;
  /** Nothing before it is due: the historical date, or where Devo's collector has stopped. ISO 8601 UTC. */
  readonly not_before?: string | null;
  /** The versions that were delivered within the overlap. */
  readonly seen: PackedSeen;
  /** What the last walk has found, so that a quiet window is not read again and again. */
  readonly window?: QuietWindow | null;
  /**
   * By the name of an output, the versions that it has confirmed while another output had not: the cursor of all waits
   * for the last. Absent when there are none.
   */
  readonly ahead?: CarriedAhead;
  readonly totals: Totals;
  /** The last pulls, newest last, so that history outlives the engine's retention. */
  readonly reports: readonly RememberedReport[];
  /** What webhooks have been told of all that lasts; absent in states of before this was remembered. */
  readonly told?: Told;
}

export const EMPTY_EVENTS_STATE: EventsState = {
  version: EVENTS_STATE_VERSION,
  kind: 'events',
  last_polled_time: null,
  reset_persistence_auth: '',
  configured_reset: null,
  cursor: null,
  not_before: null,
  seen: NOTHING_SEEN,
  window: null,
  totals: { pulls: 0, delivered: 0, sent: 0 },
  reports: [],
};
