import { eventFingerprint } from '../../domain/events/event-fingerprint';
import type { EventRow } from '../../domain/events/event-row';
import { readEventTime } from '../../domain/events/event-time';

/** One element of a page: its place, and what is delivered of it. */
export interface EventElement {
  readonly row: EventRow;
  /**
   * As served, in UTF-8; null for what is no object and cannot be delivered as an event. A view of other
   * memory: thousands of events that wait for their confirmation are not in the heap.
   */
  readonly body: Buffer | null;
  readonly type: string | null;
  /** To find the type by, where its name is not said. */
  readonly typeId: number | null;
}

const LONG_ID = /"id"\s*:\s*(\d+)/;

/** What is asked of an event's members; each may be anything or absent. */
interface Members {
  readonly id?: unknown;
  readonly updated_at?: unknown;
  readonly type?: unknown;
  readonly type_id?: unknown;
}

/** @param body as it was served @param value the same, parsed */
export function readElement(body: Buffer, value: unknown, zoneMinutes: number): EventElement {
  const fingerprint = eventFingerprint(body);
  if (!isObject(value))
    return { row: { id: null, updatedAt: null, fingerprint }, body: null, type: null, typeId: null };
  const { id, updated_at: updatedAt, type, type_id: typeId } = value;
  return {
    row: { id: idOf(id, body), updatedAt: readEventTime(updatedAt, zoneMinutes), fingerprint },
    body,
    type: typeOf(type),
    typeId: typeof typeId === 'number' ? typeId : null,
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
