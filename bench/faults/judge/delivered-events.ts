import { RecordParser } from '../../../simulators/syslog/record-parser';
import type { EventVersion } from '../../../simulators/threatquotient/events/event-store';
import type { StoredEvent } from '../../../simulators/threatquotient/events/stored-event';

/*
 * What must hold of the events in a sink, worked out without any code of the collector: from what the server had, and
 * from what is promised of it.
 */

/** An event as it came to the sink. */
export interface DeliveredEvent {
  readonly tag: string;
  readonly id: number;
  /** Epoch seconds. */
  readonly updatedAt: number;
  readonly title: string;
  /** Attributes that updates have added; null when the server left attributes out. */
  readonly news: number | null;
  /** All of it but the pull that brought it. */
  readonly body: string;
}

const SHOWN = 3;
const TAG = /\b(threatintel\.[\w.]+)/;
/** An update of the simulated ThreatQ adds one attribute of this name. */
const NEWS = 'Handling';

/** Reads a record of the sink. Throws an Error when it holds no event. */
export function readDelivered(record: Buffer): DeliveredEvent {
  const text = record.toString('utf8');
  const begin = text.indexOf('{');
  const { '@devo_pulling_id': _pull, ...event } = JSON.parse(text.slice(begin)) as Record<string, unknown>;
  const { attributes } = event;
  return {
    tag: TAG.exec(text.slice(0, begin))?.[1] ?? '',
    id: Number(event['id']),
    updatedAt: Date.parse(`${String(event['updated_at']).replace(' ', 'T')}Z`) / 1000,
    title: String(event['title']),
    news: Array.isArray(attributes) ? newsOf(attributes as { name: string }[]) : null,
    body: JSON.stringify(event),
  };
}

/** Which of the versions that were due have not come, in words; null when all have. */
export function missingOf(delivered: readonly DeliveredEvent[], due: readonly StoredEvent[]): string | null {
  const arrived = new Set(delivered.map((event) => versionOf(event, event.news)));
  const missing = due.filter((event) => {
    const news = 'odd' in event.content ? null : newsOf(event.content.attributes);
    return !arrived.has(versionOf(event, news)) && !arrived.has(versionOf(event, null));
  });
  return inWords(
    missing.map(({ id, updatedAt }) => `event ${id} of ${updatedAt}`),
    'not in the sink',
  );
}

/** What has come and the server never had, in words. */
export function strangersOf(
  delivered: readonly DeliveredEvent[],
  versions: readonly EventVersion[],
  events: readonly StoredEvent[],
): string | null {
  const had = new Set(versions.map((version) => versionOf(version, null)));
  const titles = new Map(events.map(({ id, content }) => [id, 'odd' in content ? null : content.title]));
  const strangers = delivered.filter(
    (event) => !had.has(versionOf(event, null)) || (titles.get(event.id) ?? event.title) !== event.title,
  );
  return inWords(
    strangers.map(({ body }) => body.slice(0, 120)),
    'never on the server',
  );
}

/**
 * Where the order of a table is not that of `updated_at`, in words. What a server puts into the past, behind what it
 * has shown already, can only come late.
 */
export function disorderOf(delivered: readonly DeliveredEvent[], versions: readonly EventVersion[]): string | null {
  const waiting = inTime(versions);
  const newest = new Map<string, DeliveredEvent>();
  const disorder: string[] = [];
  for (const event of delivered) {
    if (!waiting.delete(versionOf(event, null))) continue; // of the past, or there already
    const before = newest.get(event.tag);
    if (before !== undefined && before.updatedAt > event.updatedAt)
      disorder.push(`${event.tag}: event ${event.id} came behind event ${before.id}, which is younger`);
    else newest.set(event.tag, event);
  }
  return inWords(disorder, 'out of order');
}

/** Versions that were not older than any before them. */
function inTime(versions: readonly EventVersion[]): Set<string> {
  let newest = Number.NEGATIVE_INFINITY;
  const found = new Set<string>();
  for (const version of versions) {
    if (version.updatedAt < newest) continue;
    newest = version.updatedAt;
    found.add(versionOf(version, null));
  }
  return found;
}

/** How many events have come that were there already, word for word. */
export function repeatsOf(delivered: readonly DeliveredEvent[]): number {
  return delivered.length - new Set(delivered.map(({ tag, body }) => `${tag} ${body}`)).size;
}

/** The most events that so many batches hold: each is confirmed by the end of its connection. */
export function largestBatches(
  connections: readonly { readonly chunks: readonly Buffer[] }[],
  batches: number,
): number {
  const sizes = connections.map(({ chunks }) => {
    const parser = new RecordParser();
    return chunks.reduce((sum, chunk) => sum + parser.push(chunk).length, 0);
  });
  return sizes
    .sort((one, other) => other - one)
    .slice(0, batches)
    .reduce((sum, size) => sum + size, 0);
}

function newsOf(attributes: readonly { readonly name: string }[]): number {
  return attributes.filter(({ name }) => name === NEWS).length;
}

function versionOf({ id, updatedAt }: EventVersion, news: number | null): string {
  return `${id} ${updatedAt} ${news ?? ''}`;
}

function inWords(found: readonly string[], what: string): string | null {
  return found.length === 0 ? null : `${found.length} ${what}: ${found.slice(0, SHOWN).join('; ')}`;
}
