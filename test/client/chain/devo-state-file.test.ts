import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { printedState, readDevoState } from '../../../client/chain/devo-state-file';

const NOW = Date.parse('2022-06-28T14:00:00Z');
const WANTED = { input: 'threatquotient_data_puller', service: 'events' };
const STATE = { last_polled_time: 1656421259.276966, reset_persistence_auth: 'one', all_events_ids: [17653, 17654] };

const read = (document: unknown) => readDevoState(document, WANTED, NOW);

test.each([
  ['as it stands', STATE],
  ['with members that are not known here', { ...STATE, '@persistence_version': 1 }],
  ['with the time as text', { ...STATE, last_polled_time: '1656421259.276966' }],
  ['inside a document', { state: STATE }],
  ['in a list', [STATE]],
  ['under the names of input and service', { 'threatquotient_data_puller#111': { 'events#predefined': STATE } }],
  [
    'beside those of other services and inputs',
    {
      'threatquotient_data_puller#111': { 'events#predefined': STATE, 'alerts#predefined': { last_polled_time: 1 } },
      'other_puller#112': { 'events#predefined': { last_polled_time: 2 } },
    },
  ],
])('a state of Devo’s collector is found %s', (_how, document) => {
  expect(read(document)).toEqual(STATE);
});

test.each([
  ['ids as text', { all_events_ids: ['17653', 5] }, { all_events_ids: ['17653', 5] }],
  ['a whole second', { last_polled_time: 1656421259 }, { last_polled_time: 1656421259 }],
  ['a date', { last_polled_time: '2022-06-28 13:00:59+00:00' }, { last_polled_time: 1656421259 }],
  ['no ids', { all_events_ids: undefined }, { all_events_ids: [] }],
  ['ids that are null', { all_events_ids: null }, { all_events_ids: [] }],
  ['no reset', { reset_persistence_auth: undefined }, { reset_persistence_auth: '' }],
  ['a clock ahead by minutes', { last_polled_time: NOW / 1000 + 300 }, { last_polled_time: NOW / 1000 }],
])('a state with %s is gone on from', (_what, members, expected) => {
  expect(read({ ...STATE, ...members })).toEqual({ ...STATE, ...expected });
});

test.each([
  ['milliseconds', { last_polled_time: 1656421259276 }, 'last_polled_time is 1656421259276'],
  ['a time before 1970', { last_polled_time: -5 }, 'last_polled_time is -5'],
  ['no time', { last_polled_time: null }, 'last_polled_time is null'],
  ['a time in words', { last_polled_time: 'yesterday' }, 'last_polled_time is "yesterday"'],
  ['an empty time', { last_polled_time: '' }, 'last_polled_time is ""'],
  ['ids in a mapping', { all_events_ids: { 17653: true } }, 'all_events_ids is no list of ids'],
  ['ids that are none', { all_events_ids: [[1]] }, 'all_events_ids is no list of ids'],
  ['a reset that is no text', { reset_persistence_auth: 1 }, 'reset_persistence_auth is 1'],
])('a state with %s is refused by the name of the member', (_what, members, seen) => {
  expect(() => read({ ...STATE, ...members })).toThrow(
    expect.objectContaining({ seen: expect.stringContaining(seen) }),
  );
});

test('states of two services, of which neither is the wanted one, are refused by their places', () => {
  expect(() => read({ one: STATE, two: STATE })).toThrow(
    expect.objectContaining({ seen: expect.stringContaining('(one, two)') }),
  );
});

test.each([[{}], [[]], ['text'], [5], [{ all_events_ids: [], reset_persistence_auth: '' }]])(
  'there is no state in %j',
  (document) => {
    expect(read(document)).toBeNull();
  },
);

test('the last of the states in lines of the log is read, as Python prints it', () => {
  const line = (time: string) =>
    `INFO ThreatQuotientDataPuller(c,threatquotient_data_puller#111,events#predefined) -> Last polled time saved in ` +
    `state: {'last_polled_time': ${time}, 'reset_persistence_auth': 'it\\'s', 'all_events_ids': [17653]}`;
  expect(read(printedState(`${line('1656342870.739774')}\n${line('1656421259.276966')}\n`))).toEqual({
    last_polled_time: 1656421259.276966,
    reset_persistence_auth: "it's",
    all_events_ids: [17653],
  });
  expect(printedState("{'last_polled_time': 1.5, 'all_events_ids': [1, and 3 more]}")).toBeUndefined();
  expect(printedState("{'last_polled_time': 1.5, 'reset_persistence_auth': None}")).toEqual({
    last_polled_time: 1.5,
    reset_persistence_auth: null,
  });
  expect(printedState('nothing of the kind')).toBeUndefined();
});

test('whatever a document holds, it is read, refused in words, or holds no state', () => {
  const anything = fc.oneof(
    fc.anything(),
    fc.record({
      last_polled_time: fc.anything(),
      all_events_ids: fc.anything(),
      reset_persistence_auth: fc.anything(),
    }),
  );
  fc.assert(
    fc.property(anything, (document) => {
      try {
        const state = read(document);
        expect(state === null || state.last_polled_time <= NOW / 1000).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ id: 'usage', seen: expect.stringMatching(/./) });
      }
    }),
  );
});
