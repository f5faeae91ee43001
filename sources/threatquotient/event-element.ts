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

/** A whole number in a member called id; there may be others, in what the event holds. */
const WRITTEN_ID = /"id"\s*:\s*(-?\d+)(?![\d.eE])/g;

/** Of an id that is text so many characters are kept: it stands in the state and in the log. */
const LONGEST_ID = 200;

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
    typeId: numberOf(typeId) ?? (typeof type === 'number' ? type : null),
    isDeleted,
  };
}

/** A number, or a number as text. */
function numberOf(value: unknown): number | null {
  if (typeof value === 'string' && /^\d{1,15}$/.test(value)) return Number(value);
  return typeof value === 'number' ? value : null;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function idOf(id: unknown, body: Buffer): string | null {
  if (typeof id === 'string' && id !== '') return asItTravels(id);
  if (typeof id !== 'number') return null;
  if (Number.isSafeInteger(id) || !Number.isInteger(id)) return String(id);
  const written = [...body.toString('utf8').matchAll(WRITTEN_ID)].map(([, digits]) => digits);
  return written.find((digits) => Number(digits) === id) ?? String(id);
}

/** The state separates ids by NUL, and UTF-8 knows no half of a pair: an id must come back as it is remembered. */
function asItTravels(id: string): string {
  return Buffer.from(id.slice(0, LONGEST_ID), 'utf8').toString('utf8').replaceAll('\0', '\ufffd');
}

/** With `fields`, the type is its name; without, an object with the name. */
function typeOf(type: unknown): string | null {
  if (typeof type === 'string' && type !== '') return type;
  if (typeof type !== 'object' || type === null || !('name' in type)) return null;
  return typeof type.name === 'string' && type.name !== '' ? type.name : null;
}
