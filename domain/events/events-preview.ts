/**
 * What the next walk would send, as far as its first page tells; and how what was delivered compares with the server.
 */
export interface EventsPreview {
  readonly outcome: 'would_deliver' | 'unchanged';
  /** Events of the first page. */
  readonly received: number;
  readonly duplicates: number;
  readonly without_key: number;
  /** Ids of events that were never delivered, and of those that have changed since. */
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Events that ThreatQ counts in the window of the next walk, or null when it does not say. */
  readonly total: number | null;
  readonly window: DeliveredWindow | null;
}

/** The part of time in which every delivered event is remembered. */
export interface DeliveredWindow {
  /** ISO 8601 UTC; both belong to it. */
  readonly from: string;
  readonly to: string;
  readonly delivered: number;
  /** What ThreatQ counts in it, or null when it does not say. */
  readonly counted: number | null;
}
