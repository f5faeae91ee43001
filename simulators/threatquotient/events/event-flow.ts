import { believableContent, type ContentWishes } from './believable-content';
import type { EventStore } from './event-store';
import type { EventTypes } from './event-types';
import { oddText, type OddEvent } from './odd-event';
import { seededRandom, type Random } from './random';
import type { EventContent, StoredEvent } from './stored-event';

export interface NewEvents extends ContentWishes {
  readonly count: number;
  /** Name of the type of all; mixed when left out. */
  readonly type?: string | undefined;
  /** `updated_at` of all, epoch seconds; now when left out. */
  readonly at?: number | undefined;
}

/** How events come about: by hand, and by themselves as time passes. */
export interface EventFlow {
  /** Returns their ids. */
  create(wanted: NewEvents): readonly number[];
  createOdd(wanted: OddEvent): number;
  /** A new version of each; `touched` moves only `touched_at`. Unknown ids are passed over. */
  update(ids: readonly number[], what: 'updated' | 'touched' | 'deleted', at?: number): void;
  /** So many events spread evenly over the time before now. */
  backlog(count: number, overSeconds: number): void;
  /** Brings about what was due since the last call. */
  catchUp(): void;
}

export interface FlowParts {
  readonly store: EventStore;
  readonly types: EventTypes;
  readonly seed: number;
  /** Events that come by themselves. */
  readonly perMinute: () => number;
  /** Epoch seconds of the server's clock, with a fraction. */
  readonly now: () => number;
  readonly indexLagSeconds: () => number;
}

/** One in so many events of the flow is followed by an update of an earlier one. */
const UPDATES_ONE_IN = 4;
const NEWEST_UPDATED = 50; // analysts work on what is fresh

export function createEventFlow({ store, types, seed, perMinute, now, indexLagSeconds }: FlowParts): EventFlow {
  const random = seededRandom(seed);
  /** Until when the flow has been brought about. */
  let told = now();

  function putNew(content: StoredEvent['content'], at: number): number {
    const id = store.nextId();
    store.put({
      id,
      createdAt: at,
      updatedAt: at,
      touchedAt: at,
      deletedAt: null,
      visibleFrom: at + indexLagSeconds(),
      content,
    });
    return id;
  }

  function create({ count, type, at, ...wishes }: NewEvents): readonly number[] {
    return Array.from({ length: count }, () => {
      const time = at ?? Math.floor(now());
      const ofType = type === undefined ? random.pick(types.all()) : types.named(type);
      return putNew(believableContent(ofType, time - random.below(600), random, wishes), time);
    });
  }

  function update(ids: readonly number[], what: 'updated' | 'touched' | 'deleted', at = Math.floor(now())): void {
    for (const id of ids) {
      const event = store.find(id);
      if (event === null) continue;
      const content = 'odd' in event.content ? event.content : withNews(event.content, random);
      store.put({
        ...event,
        content,
        touchedAt: at,
        updatedAt: what === 'touched' ? event.updatedAt : at,
        deletedAt: what === 'deleted' ? at : event.deletedAt,
        visibleFrom: at + indexLagSeconds(),
      });
    }
  }

  function catchUp(): void {
    const time = now();
    const rate = perMinute();
    if (rate <= 0) {
      told = time;
      return;
    }
    while (told + 60 / rate <= time) {
      told += 60 / rate;
      create({ count: 1, at: Math.floor(told), indicators: manyIndicators(store.nextId()) });
      if (random.below(UPDATES_ONE_IN) > 0) continue;
      const fresh = store.newest().slice(-NEWEST_UPDATED, -1);
      if (fresh.length > 0)
        update([random.pick(fresh).id], random.below(2) === 0 ? 'updated' : 'touched', Math.floor(told));
    }
  }

  return {
    create,
    createOdd: (wanted) => putNew({ odd: oddText(wanted) }, Math.floor(now())),
    update,
    backlog(count, overSeconds) {
      const end = Math.floor(now());
      for (let index = 0; index < count; index += 1)
        create({ count: 1, at: end - Math.floor(((count - index) * overSeconds) / count) });
    },
    catchUp,
  };
}

/** How many an event of the flow has that has many: what a campaign leaves, and a whole block list; else undefined. */
function manyIndicators(id: number): number | undefined {
  if (id % 1_000 === 0) return 5_000;
  return id % 100 === 0 ? 100 + (id % 900) : undefined;
}

function withNews(content: EventContent, random: Random): EventContent {
  const step = content.attributes.filter(({ name }) => name === 'Handling').length + 1;
  return {
    ...content,
    statusId: 1 + random.below(4),
    attributes: [...content.attributes, { name: 'Handling', value: `step ${String(step)}` }],
  };
}
