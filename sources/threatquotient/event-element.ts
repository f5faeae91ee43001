import { eventFingerprint } from '../../domain/events/event-fingerprint';
import type { EventRow } from '../../domain/events/event-row';
import { readEventTime } from '../../domain/events/event-time';
import type { ThreatquotientOptions } from './threatquotient-options';

/** One element of a page: its place, and what is delivered of it. */
export interface EventElement {
  readonly row: EventRow;
  /**
   * As served, in UTF-8; null for what is not delivered: no object, or deleted where deleted events are left out. A
   * view of other memory: thousands of events that wait for their confirmation are not in the heap.
   */
  readonly body: Buffer | null;
  readonly type: string | null;
  /** To find the type by, where its name is not said. */
  readonly typeId: number | null;
  /** Whether ThreatQ says when it was deleted. */
  readonly isDeleted: boolean;
}

const LONG_ID = /"id"\s*:\s*(\d+)/;

/** What is asked of an event's members; each may be anything or absent. */
interface Members {
  readonly id?: unknown;
  readonly updated_at?: unknown;
  readonly type?: unknown;
  readonly type_id?: unknown;
  readonly deleted_at?: unknown;
}

/** What is said in the configuration of how events are read. */
export type Reading = Pick<ThreatquotientOptions, 'zoneMinutes' | 'skipDeleted'>;

/** @param body as it was served @param value the same, parsed */
export function readElement(body: Buffer, value: unknown, { zoneMinutes, skipDeleted }: Reading): EventElement {
  const fingerprint = eventFingerprint(body);
  if (!isObject(value))
    return { row: { id: null, updatedAt: null, fingerprint }, body: null, type: null, typeId: null, isDeleted: false };
  const { id, updated_at: updatedAt, type, type_id: typeId, deleted_at: deletedAt = null } = value;
  const isDeleted = deletedAt !== null && deletedAt !== '';
  return {
    row: { id: idOf(id, body), updatedAt: readEventTime(updatedAt, zoneMinutes), fingerprint },
    body: isDeleted && skipDeleted ? null : body,
    type: typeOf(type),
    typeId: typeof typeId === 'number' ? typeId : null,
    isDeleted,
  };
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(id: unknown, body: Buffer): string | null {
  if (typeof id === 'string' && id !== '') return id;
  if (typeof id !== 'number') return null;
  return Number.isSafeInteger(id) ? String(id) : (LONG_ID.exec(body.toString('utf8'))?.[1] ?? String(id));
}

/** With `fields`, the type is its name; without, an object with the name. */
function typeOf(type: unknown): string | null {
  if (typeof type === 'string' && type !== '') return type;
  if (typeof type !== 'object' || type === null || !('name' in type)) return null;
  return typeof type.name === 'string' && type.name !== '' ? type.name : null;
}
