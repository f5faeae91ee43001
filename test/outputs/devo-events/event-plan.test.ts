import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { List, ListInTurn } from '../../../domain/list/list';
import { planEvents, type EventPlanOptions } from '../../../outputs/devo-events/event-plan';
import { createObfuscation } from '../../../outputs/obfuscation';
import type { Delivery } from '../../../outputs/output';
import { deliveryOf, tableOf } from './deliveries';
import { parseEvent, type ReceivedEvent } from './received-events';
import { CEWL } from '../../../sources/ctci/cewl-list';

function eventsOf(delivery: Delivery, options: EventPlanOptions = {}): ReceivedEvent[] {
  return [...planEvents(delivery, options).bodies(0)].map((body) => parseEvent(body));
}

function datedTable(dates: readonly string[]): List {
  return { columns: ['cve', 'date_added'], rows: dates.map((date, index) => [`CVE-2025-${index}`, date]) };
}

test('An event is flat JSON: what happened, the key, the other columns in order, the pull', () => {
  const table: List = {
    columns: ['vendor', 'cve', 'base_score'],
    rows: [['Ivanti "Connect"', 'CVE-2025-0282', '']],
  };
  const changes = { added: [0], changed: [0], removed: ['CVE-2020-0001'] };
  expect([
    ...planEvents(deliveryOf({ kind: 'changes', table, changes, pullingId: 1742000000.25 }), {}).bodies(0),
  ]).toEqual([
    '{"event_type":"added","cve":"CVE-2025-0282","vendor":"Ivanti ' +
      '\\"Connect\\"","base_score":"","pulling_id":1742000000.25}',
    '{"event_type":"changed","cve":"CVE-2025-0282","vendor":"Ivanti ' +
      '\\"Connect\\"","base_score":"","pulling_id":1742000000.25}',
    '{"event_type":"removed","cve":"CVE-2020-0001","pulling_id":1742000000.25}',
  ]);
});

test("A column with the name of one of the event's own members is kept beside it", () => {
  const table: List = { columns: ['cve', 'event_type', 'pulling_id'], rows: [['CVE-2025-1', 'exploit', '7']] };
  expect(eventsOf(deliveryOf({ table }))).toEqual([
    { event_type: 'added', cve: 'CVE-2025-1', event_type_: 'exploit', pulling_id_: '7', pulling_id: 1742000000.25 },
  ]);
});

test('Any text of a cell is one line of JSON and is read back as it was, but for NUL and lone surrogates', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const table: List = { columns: ['cve', 'description'], rows: [['CVE-2025-1', `\0\ud800 ${text} \udc00`]] };
      const [body = ''] = [...planEvents(deliveryOf({ table }), {}).bodies(0)];
      expect(body).not.toMatch(/[\n\r\0]/);
      expect(parseEvent(body).description).toBe(`\ufffd\ufffd ${text} \ufffd`.replaceAll('\0', '\ufffd'));
    }),
  );
});

test('The plan goes on from any offset with the events that are left', () => {
  const delivery = deliveryOf({ kind: 'changes', changes: { added: [0, 1], changed: [2, 3], removed: ['A', 'B'] } });
  const all = [...planEvents(delivery, {}).bodies(0)];
  for (let offset = 0; offset <= 6; offset += 1)
    expect([...planEvents(delivery, {}).bodies(offset)]).toEqual(all.slice(offset));
});

test('A delivery of everything tells of removals too, but not of keys that the list holds', () => {
  const delivery = deliveryOf({
    table: tableOf(2),
    changes: { added: [], changed: [], removed: ['CVE-2020-0001', 'CVE-2025-00001'] },
  });
  expect(eventsOf(delivery).map((event) => [event.event_type, event.cve])).toEqual([
    ['added', 'CVE-2025-00000'],
    ['added', 'CVE-2025-00001'],
    ['removed', 'CVE-2020-0001'],
  ]);
});

test.each([['changes'], ['everything']] as const)(
  'A key in another case is removed before it is added, in a delivery of %s',
  (kind) => {
    const delivery = deliveryOf({
      kind,
      table: tableOf(2),
      changes: { added: [1], changed: [], removed: ['CVE-2020-0001', 'cve-2025-00001'] },
    });
    const told = eventsOf(delivery).map((event) => `${event.event_type} ${event.cve}`);
    expect(told[0]).toBe('removed cve-2025-00001');
    expect(told.slice(-2)).toEqual(['added CVE-2025-00001', 'removed CVE-2020-0001']);
    expect(told).toHaveLength(kind === 'changes' ? 3 : 4);
    for (let offset = 0; offset <= told.length; offset += 1)
      expect([...planEvents(delivery, {}).bodies(offset)]).toHaveLength(told.length - offset);
  },
);

test('The historical limit holds back what entered the list before it, from a delivery of everything only', () => {
  const table = datedTable(['2025-03-01', '2025-03-02', '2025-03-02T12:00:00Z', '2025-03-03T00:00:00Z', '', 'Unknown']);
  const since = (historicalFrom: string) =>
    eventsOf(deliveryOf({ table }), { historicalFrom }).map((event) => event.date_added);
  expect(since('2025-03-02')).toEqual(['2025-03-02', '2025-03-02T12:00:00Z', '2025-03-03T00:00:00Z', '', 'Unknown']);
  expect(since('2025-03-02T18:00:00Z')).toEqual(['2025-03-02', '2025-03-03T00:00:00Z', '', 'Unknown']);
  const changes = { added: [0], changed: [], removed: [] };
  expect(eventsOf(deliveryOf({ kind: 'changes', table, changes }), { historicalFrom: '2025-03-02' })).toHaveLength(1);
});

test('Obfuscation reaches rows and removed keys alike, and the historical limit still sees the real dates', () => {
  const obfuscation = createObfuscation(
    [
      { fields: ['cve'], method: 'hash', key: 'a key' },
      { fields: ['date_added'], method: 'remove' },
    ],
    CEWL,
  );
  const table = datedTable(['2025-03-01', '2025-03-05']);
  const options = { obfuscate: (given: ListInTurn) => obfuscation.apply(given), historicalFrom: '2025-03-02' };
  const [present, removed] = eventsOf(
    deliveryOf({ table, changes: { added: [], changed: [], removed: ['CVE-2025-9'] } }),
    options,
  );
  const before = eventsOf(deliveryOf({ table: { columns: ['cve'], rows: [['CVE-2025-9']] } }), options)[0];
  expect(present?.cve).toMatch(/^[0-9a-f]{64}$/);
  expect(present?.date_added).toBe('');
  expect(removed).toMatchObject({ event_type: 'removed', cve: before?.cve });
});

test('Two plans have one id only when they send the same events', () => {
  const id = (parts: Partial<Delivery>, options: EventPlanOptions = {}) => planEvents(deliveryOf(parts), options).id;
  expect(id({})).toBe(id({}));
  expect(id({ digest: 'd2' })).not.toBe(id({}));
  expect(id({ kind: 'changes' })).not.toBe(id({}));
  expect(id({ pullingId: 2 })).not.toBe(id({}));
  expect(id({}, { historicalFrom: '2025-04-01' })).not.toBe(id({}));
});
