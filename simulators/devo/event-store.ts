/** An event as it arrived. */
export interface IngestedEvent {
  readonly at: string;
  readonly host: string;
  readonly tag: string;
  readonly message: string;
}

/** A table of Devo: the events of one tag. */
export interface EventTable {
  readonly tag: string;
  /** Ever received. */
  readonly events: number;
  /** When the newest came. */
  readonly lastAt: string;
}

/** The newest events, up to a limit, and how many there were in all. */
export interface EventStore {
  add(events: readonly IngestedEvent[]): void;
  list(): readonly IngestedEvent[];
  total(): number;
  /** In the order of their names. */
  tables(): readonly EventTable[];
  /** Of one table, as far as they are kept; the newest first. */
  newest(tag: string, count: number): readonly IngestedEvent[];
  clear(): void;
}

/** Characters kept in all, that a few thousand large events do not fill the memory. */
const KEPT_CHARACTERS = 256 * 1024 * 1024;

/** Old ones are forgotten so many at a time, for each time costs as much as all that are kept. */
const SLACK = 0.1;

export function keepEvents(limit: number, keptCharacters = KEPT_CHARACTERS): EventStore {
  let kept: IngestedEvent[] = [];
  let characters = 0;
  let total = 0;
  const tables = new Map<string, EventTable>();

  function forget(count: number): void {
    for (const { message } of kept.splice(0, count)) characters -= message.length;
  }

  return {
    add: (events) => {
      total += events.length;
      for (const event of events) {
        kept.push(event);
        characters += event.message.length;
        tables.set(event.tag, { tag: event.tag, events: (tables.get(event.tag)?.events ?? 0) + 1, lastAt: event.at });
      }
      if (kept.length > limit * (1 + SLACK)) forget(kept.length - limit);
      while (characters > keptCharacters && kept.length > 1) forget(Math.ceil(kept.length * SLACK));
    },
    list: () => kept.slice(-limit),
    total: () => total,
    tables: () => [...tables.values()].sort((one, other) => (one.tag < other.tag ? -1 : 1)),
    newest: (tag, count) => {
      const found: IngestedEvent[] = [];
      for (let at = kept.length - 1; at >= 0 && found.length < count; at -= 1) {
        const event = kept[at];
        if (event?.tag === tag) found.push(event);
      }
      return found;
    },
    clear: () => {
      kept = [];
      characters = 0;
      total = 0;
      tables.clear();
    },
  };
}
