import type { TaggedMessage } from '../../../../outputs/message-output';

const TAGS = ['threatintel.threatquotient.platform.malware', 'threatintel.threatquotient.platform.spearphish'];

/** An event of about `bytes` bytes, with the tag of its turn. */
export function eventOf(id: number, bytes = 200): TaggedMessage {
  const message = JSON.stringify({
    id,
    title: `Zoë & Söhne ${'x'.repeat(bytes)}`,
    updated_at: '2026-06-01 00:00:00',
    '@devo_pulling_id': 1.5,
  });
  return { tag: TAGS[id % TAGS.length]!, message };
}

export function eventsOf(count: number, bytes?: number): readonly TaggedMessage[] {
  return Array.from({ length: count }, (_, index) => eventOf(index, bytes));
}

/** What arrived in a table, in its order. */
export interface Arrived {
  readonly tag: string;
  readonly message: string;
}

/** Messages by tag, in their order. */
export function byTag(events: Iterable<Arrived>): ReadonlyMap<string, readonly string[]> {
  const tags = new Map<string, string[]>();
  for (const { tag, message } of events) tags.set(tag, [...(tags.get(tag) ?? []), message]);
  return tags;
}
