import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { List } from '../../domain/list/list';
import { planEvents } from '../../outputs/devo-events/event-plan';
import { planUpload } from '../../outputs/devo-events/lookup-by-events/legacy-upload';
import type { Delivery } from '../../outputs/output';
import { PullsInMemory, type ConfiguredTaker, type Taker } from './pulls-in-memory';

type Rows = ReadonlyMap<string, string>;

/**
 * How a delivery goes: the part of it that arrives, what is repeated of that from there on, and whether it is
 * confirmed.
 */
interface Fate {
  readonly arrives: number;
  readonly repeatsFrom: number;
  readonly confirmed: boolean;
}

const SMOOTH: Fate = { arrives: 1, repeatsFrom: 1, confirmed: true };

/** What follows a table of events, or writes a lookup from them. */
interface Consumer {
  readonly holds: 'events' | 'list';
  readonly rows: Map<string, string>;
  take(fate: Fate): Taker;
}

/** Replays events in their order. @param spelled how it tells keys apart */
function eventConsumer(spelled: (key: string) => string): Consumer {
  const rows = new Map<string, string>();
  function replay(bodies: readonly string[]): void {
    for (const body of bodies) {
      const event = JSON.parse(body) as { event_type: string; cve: string; product: string };
      if (event.event_type === 'removed') rows.delete(spelled(event.cve));
      else rows.set(spelled(event.cve), event.product);
    }
  }
  return {
    holds: 'events',
    rows,
    take:
      ({ arrives, repeatsFrom, confirmed }) =>
      (delivery) => {
        const bodies = [...planEvents(delivery, {}).bodies(0)];
        const end = confirmed ? bodies.length : Math.round(arrives * bodies.length);
        replay(bodies.slice(0, end));
        replay(bodies.slice(Math.round(repeatsFrom * end), end));
        return confirmed;
      },
  };
}

/** The lookup that Devo makes of `my.lookup.*` events: what comes by INC counts at once, a FULL one when it ends. */
function legacyConsumer(): Consumer {
  const rows = new Map<string, string>();
  return {
    holds: 'list',
    rows,
    take:
      ({ arrives, confirmed }) =>
      (delivery: Delivery) => {
        const upload = planUpload(delivery, (table) => table, 'id');
        const parse = (line: string): [string, string] => {
          const [, key = '', product = ''] = /^id\|"?([^",]*)"?,"?([^",]*)"?$/.exec(line) ?? [];
          return [key, product];
        };
        const lines = [
          ...[...upload.rows()].map((line) => () => void rows.set(...parse(line))),
          ...[...upload.deletions()].map((line) => () => void rows.delete(parse(line)[0])),
        ];
        if (upload.action === 'FULL') {
          if (!confirmed && arrives < 1) return false;
          rows.clear();
        }
        for (const apply of lines.slice(0, confirmed ? lines.length : Math.round(arrives * lines.length))) apply();
        return confirmed;
      },
  };
}

const CONSUMERS: Readonly<Record<string, () => Consumer>> = {
  exact: () => eventConsumer((key) => key),
  folded: () => eventConsumer((key) => key.toLowerCase()),
  second: () => eventConsumer((key) => key),
  legacy: legacyConsumer,
};
const NAMES = Object.keys(CONSUMERS);

function tableOf(rows: Rows): List {
  return { columns: ['cve', 'product'], rows: [...rows] };
}

function expectHolds({ rows }: Consumer, list: Rows, name: string): void {
  const fold = (key: string): string => (name === 'folded' ? key.toLowerCase() : key);
  expect(Object.fromEntries([...rows].sort())).toEqual(
    Object.fromEntries([...list].map(([key, product]) => [fold(key), product]).sort()),
  );
}

const key = fc.constantFrom('CVE-1', 'CVE-2', 'CVE-3', 'CVE-4', 'CVE-5', 'cve-1', 'cve-2');
const list: fc.Arbitrary<Rows> = fc
  .uniqueArray(fc.tuple(key, fc.constantFrom('7', '9')), {
    minLength: 1,
    maxLength: 6,
    selector: ([each]) => each.toLowerCase(),
  })
  .map((rows) => new Map(rows));
const fate: fc.Arbitrary<Fate | null> = fc.option(
  fc.record({
    arrives: fc.double({ min: 0, max: 1, noNaN: true }),
    repeatsFrom: fc.double({ min: 0, max: 1, noNaN: true }),
    confirmed: fc.boolean(),
  }),
  { freq: 8 },
);
const step = fc.record({
  list,
  configured: fc.shuffledSubarray(NAMES, { minLength: 1 }),
  fates: fc.record(Object.fromEntries(NAMES.map((name) => [name, fate]))),
  reset: fc.constantFrom(false, false, false, true),
  /** Rules of its own for each output, or those of an output that was configured anew for the same place. */
  rules: fc.constantFrom('r', 'r', 'r', 'other'),
  /** The output `second` under another name. */
  renamed: fc.boolean(),
});

test('whatever fails, joins and leaves, a consumer that replays the events ends with the list', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 10 }), list, (steps, last) => {
      const pulls = new PullsInMemory();
      const consumers = Object.fromEntries(NAMES.map((name) => [name, CONSUMERS[name]!()]));
      function configure(
        names: readonly string[],
        rules: string,
        renamed: boolean,
        fates: Readonly<Record<string, Fate | null>> | null,
      ): ConfiguredTaker[] {
        return names.map((name) => {
          const consumer = consumers[name]!;
          const each = fates === null ? SMOOTH : fates[name];
          const settings = {
            name: renamed && name === 'second' ? 'renamed' : name,
            holds: consumer.holds,
            rules: name === 'second' ? 'its own' : `${rules} of ${name}`,
          };
          return { settings, ...(each && { take: consumer.take(each) }) };
        });
      }
      for (const { list: rows, configured, fates, reset, rules, renamed } of steps) {
        if (reset) pulls.reset();
        pulls.pull(tableOf(rows), configure(configured, rules, renamed, fates));
      }
      pulls.pull(tableOf(last), configure(NAMES, 'r', false, null));
      for (const name of NAMES) expectHolds(consumers[name]!, last, name);
      expect(pulls.pull(tableOf(last), configure(NAMES, 'r', false, null))).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

function rowsFrom(from: number, count: number): Rows {
  return new Map(
    Array.from({ length: count }, (_, index) => [`CVE-2024-${String(from + index).padStart(6, '0')}`, '9']),
  );
}

test('an output that never confirms any event is remembered within bounds; its consumer ends with the list', () => {
  const pulls = new PullsInMemory();
  const consumer = eventConsumer((each) => each);
  const events = (fate: Fate): ConfiguredTaker[] => [
    { settings: { name: 'events', holds: 'events' }, take: consumer.take(fate) },
  ];
  const lookup: ConfiguredTaker = { settings: { name: 'lookup', holds: 'list' }, take: () => true };
  const rows = 4_000;
  pulls.pull(tableOf(rowsFrom(0, rows)), [...events(SMOOTH), lookup]);
  let largest = 0;
  for (let pull = 1; pull <= 40; pull += 1) {
    pulls.pull(tableOf(rowsFrom(pull * rows, rows)), [
      ...events({ arrives: 1, repeatsFrom: 1, confirmed: false }),
      lookup,
    ]);
    largest = Math.max(largest, pulls.state.outputs['events']?.tried?.length ?? 0);
  }
  expect(largest).toBeLessThan(12 * (4 / 3) * rows);
  const last = rowsFrom(0, rows);
  for (let pull = 0; pull < 2; pull += 1) pulls.pull(tableOf(last), [...events(SMOOTH), lookup]);
  expectHolds(consumer, last, 'events');
  expect(pulls.pull(tableOf(last), [...events(SMOOTH), lookup])).toEqual([]);
  expect(pulls.state.outputs['events']).toMatchObject({ ledger: null });
  expect(pulls.state.outputs['events']).not.toHaveProperty('tried');
});

test('a first delivery that failed does not tell rows older than the setting lets through', () => {
  const pulls = new PullsInMemory();
  const told: string[] = [];
  const table: List = {
    columns: ['cve', 'date_added'],
    rows: [
      ['CVE-1', '2020-01-01'],
      ['CVE-2', '2025-03-05'],
      ['CVE-3', '2025-03-06'],
    ],
  };
  const take =
    (confirmed: boolean): Taker =>
    (delivery) => {
      told.splice(
        0,
        told.length,
        ...[...planEvents(delivery, { historicalFrom: '2025-03-01' }).bodies(0)].map(
          (body) => (JSON.parse(body) as { cve: string }).cve,
        ),
      );
      return confirmed;
    };
  const settings = { name: 'events', holds: 'events' } as const;
  pulls.pull(table, [{ settings, take: take(false) }]);
  pulls.pull({ ...table, rows: table.rows.slice(0, 2) }, [{ settings, take: take(true) }]);
  expect(told).toEqual(['CVE-2', 'CVE-3']);
});

test('at most four outputs that have left are remembered', () => {
  const pulls = new PullsInMemory();
  const named = (name: string): ConfiguredTaker => ({
    settings: { name, holds: 'events', rules: name },
    take: () => true,
  });
  for (let each = 0; each < 10; each += 1) pulls.pull(tableOf(rowsFrom(each, 5)), [named(`output_${each}`)]);
  expect(Object.keys(pulls.state.outputs)).toEqual(['output_9', 'output_5', 'output_6', 'output_7', 'output_8']);
});
