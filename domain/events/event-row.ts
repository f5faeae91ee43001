/**
 * What is known of one element of a page, whatever it is.
 *
 * A version of an event is (id, `updated_at`, fingerprint of the body): the same three have been delivered, anything
 * else is due. An attribute changes the body and leaves `updated_at` as it is.
 */
export interface EventRow {
  /** As text; null for an element without one, or that is no object. */
  readonly id: string | null;
  /** `updated_at` in epoch seconds; null when there is none, or it is no time. */
  readonly updatedAt: number | null;
  /** Of the body as served; see `eventFingerprint`. */
  readonly fingerprint: string;
}

/** A row that has its place in the order of `updated_at`, then id. */
export interface PlacedRow extends EventRow {
  readonly id: string;
  readonly updatedAt: number;
}

/** A place in that order. */
export type Position = Pick<PlacedRow, 'id' | 'updatedAt'>;

/** Ids are whole numbers; an id of another kind has no place that we could know. */
const WHOLE_NUMBER = /^\d{1,15}$/;

export function isPlaced(row: EventRow): row is PlacedRow {
  return row.id !== null && row.updatedAt !== null && WHOLE_NUMBER.test(row.id);
}

/** The order of `updated_at`, then id, for rows of any kind: those without a place come last, as they came. */
export function inPlaceOrder(one: EventRow, other: EventRow): number {
  if (isPlaced(one) && isPlaced(other)) return comparePositions(one, other);
  return Number(isPlaced(other)) - Number(isPlaced(one));
}

/** Below 0 when the first comes before the second. */
export function comparePositions(one: Position, other: Position): number {
  return one.updatedAt - other.updatedAt || Number(one.id) - Number(other.id);
}
