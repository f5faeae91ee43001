import { createHash } from 'node:crypto';
import type { EventTypes } from './event-types';
import { writeTime } from './server-time';
import type { EventContent, StoredEvent } from './stored-event';

/** In which of the shapes that were seen an event is written. */
export interface EventShape {
  /** The columns that were asked for, or null for those that the server gives by itself. */
  readonly fields: readonly string[] | null;
  /** Whether attributes and sources come without being asked for. */
  readonly bare: boolean;
  /** Whether `*` among the fields stands for all columns, or for nothing. */
  readonly knowsStar: boolean;
  readonly type: 'object' | 'text' | 'absent';
  readonly fieldSet: 'v5' | 'v6';
  readonly zoneMinutes: number;
}

const RELATIONS: ReadonlySet<string> = new Set(['attributes', 'sources']);

/** One element of `data`, as JSON text. */
export function writeEvent(event: StoredEvent, shape: EventShape, types: EventTypes): string {
  const time = (epochSeconds: number): string => writeTime(epochSeconds, shape.zoneMinutes);
  const { content } = event;
  if ('odd' in content)
    return content.odd.replaceAll('{updated_at}', time(event.updatedAt)).replaceAll('{id}', String(event.id));
  const whole = wholeEvent(event, content, shape, types, time);
  return JSON.stringify(Object.fromEntries(Object.entries(whole).filter(([name]) => isWanted(name, shape))));
}

function isWanted(name: string, { fields, bare, knowsStar }: EventShape): boolean {
  if (fields === null) return !bare || !RELATIONS.has(name);
  if (fields.includes(name)) return true;
  return knowsStar && fields.includes('*') && !RELATIONS.has(name);
}

function wholeEvent(
  event: StoredEvent,
  content: EventContent,
  shape: EventShape,
  types: EventTypes,
  time: (at: number) => string,
): Record<string, unknown> {
  const type = types.byId(content.typeId);
  const times = {
    created_at: time(event.createdAt),
    updated_at: time(event.createdAt),
    touched_at: time(event.createdAt),
  };
  const byName = shape.fields !== null; // with `fields`, type and tags come as plain text
  const asText = shape.type === 'text' || (shape.type === 'object' && byName);
  return {
    id: event.id,
    title: content.title,
    type_id: type.id,
    ...(shape.type === 'absent' ? {} : { type: asText ? type.name : { id: type.id, name: type.name } }),
    happened_at: time(content.happenedAt),
    created_at: time(event.createdAt),
    updated_at: time(event.updatedAt),
    touched_at: time(event.touchedAt),
    hash: md5(`${String(event.id)} ${content.title}`),
    description: content.description,
    status_id: content.statusId,
    ...(shape.fieldSet === 'v6'
      ? {
          status: content.statusId === null ? null : { id: content.statusId, name: 'Active' },
          point_of_contact: null,
          sync_hash: null,
        }
      : {}),
    ...(event.deletedAt === null ? {} : { deleted_at: time(event.deletedAt) }),
    attributes: content.attributes.map(({ name, value }, index) => ({
      id: event.id * 10 + index,
      attribute_id: 1 + index,
      event_id: event.id,
      name,
      value,
      ...times,
    })),
    sources: content.sources.map((name, index) => ({
      id: event.id * 10 + index,
      source_id: 1 + index,
      source_type: 'other_sources',
      creator_source_id: 1 + index,
      reference_id: 1 + index,
      name,
      published_at: time(content.happenedAt),
      created_at: times.created_at,
      updated_at: times.updated_at,
      tlp_id: 3,
    })),
    tags: byName ? content.tags : content.tags.map((name) => ({ name })),
    indicators: content.indicators.map(({ value, typeId, class: kind }, index) => ({
      id: event.id * 10_000 + index,
      value,
      type_id: typeId,
      status_id: 1,
      class: kind,
      hash: md5(value),
      pivot: { id: event.id * 10_000 + index, created_at: times.created_at, updated_at: times.updated_at },
    })),
    adversaries: content.adversaries.map((name, index) => ({
      id: 1 + index,
      name,
      ...times,
      pivot: { id: event.id * 10 + index },
    })),
  };
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
