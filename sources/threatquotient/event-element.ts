import { eventFingerprint } from '../../domain/events/event-fingerprint';
import type { EventRow } from '../../domain/events/event-row';
import { readEventTime } from '../../domain/events/event-time';

/** One element of a page: its place, and what is delivered of it. */
export interface EventElement {
  readonly row: EventRow;
  /** As served; null for what is no object and cannot be delivered as an event. */
  readonly body: string | null;
  readonly type: string | null;
  /** To find the type by, where its name is not said. */
  readonly typeId: number | null;
}

const LONG_ID = /"id"\s*:\s*(\d+)/;

/** @param text as it was served @param value the same, parsed */
export function readElement(text: string, value: unknown, zoneMinutes: number): EventElement {
  const fingerprint = eventFingerprint(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { row: { id: null, updatedAt: null, fingerprint }, body: null, type: null, typeId: null };
  }
  const members = new Map<string, unknown>(Object.entries(value));
  const typeId = members.get('type_id');
  return {
    row: {
      id: idOf(members.get('id'), text),
      updatedAt: readEventTime(members.get('updated_at'), zoneMinutes),
      fingerprint,
    },
    body: text,
    type: typeOf(members.get('type')),
    typeId: typeof typeId === 'number' ? typeId : null,
  };
}

function idOf(id: unknown, text: string): string | null {
  if (typeof id === 'string' && id !== '') return id;
  if (typeof id !== 'number') return null;
  return Number.isSafeInteger(id) ? String(id) : (LONG_ID.exec(text)?.[1] ?? String(id));
}

/** With `fields`, the type is its name; without, an object with the name. */
function typeOf(type: unknown): string | null {
  if (typeof type === 'string' && type !== '') return type;
  if (typeof type !== 'object' || type === null || !('name' in type)) return null;
  return typeof type.name === 'string' && type.name !== '' ? type.name : null;
}
