import { expect, test } from '@jest/globals';
import type { ComparedList } from '../../../domain/changes/compared-list';
import { orderOf } from '../../../domain/changes/order';
import type { Receipts } from '../../../domain/changes/receipt';
import { NO_LEDGER } from '../../../domain/ledger/ledger';
import type { FreshList, UnchangedList } from '../../../domain/list/fetched-list';
import type { OutputSettings, PullSettings } from '../../../domain/pull-settings';
import { after, atEnd, beginPull, listPull, type PullEvent, type PullSoFar } from '../../../domain/state/list-pull';
import { EMPTY_STATE, type PullState } from '../../../domain/state/pull-state';

const STARTED_AT = Date.parse('2026-03-01T10:04:00Z');
const NOW = '2026-03-01T10:05:00Z';
const LOOKUP: OutputSettings = {
  name: 'lookup',
  type: 'devo_lookup',
  holds: 'list',
  mode: 'auto',
  rules: 'r',
  full_refresh_seconds: null,
  exists: true,
  newest_job: null,
};
const SETTINGS: PullSettings = {
  config: 'c',
  external_storage: false,
  reset_persistence_auth: '',
  shrink_limit_percent: 20,
  period_seconds: 3600,
  token_expires_at: null,
  requests: 2,
  outputs: [LOOKUP],
};
const NUMBERS = { digest: 'd1', received: 3, without_key: 1, requests: 1, bytes: 100 };
const FRESH: FreshList = {
  ...NUMBERS,
  unchanged: false,
  table: { columns: ['cve'], rows: [['CVE-1'], ['CVE-2']] },
  marks: null,
  table_bytes: 22,
  filled: {},
};
const UNCHANGED: UnchangedList = { ...NUMBERS, unchanged: true };
const COMPARED: ComparedList = {
  rows: 2,
  duplicates: [],
  changes: { added: [0, 1], changed: [], removed: [] },
  lagging: {},
  missing: 0,
  of: 0,
  restricted: false,
  ledger: 'L1',
};
const HELD = {
  digest: 'd1',
  since: NOW,
  reason: 'shrunk',
  missing: 1,
  of: 2,
  percent: 50,
  limit_percent: 20,
  rows: 1,
  released: false,
} as const;
const CONFIRMED = {
  confirmed: true,
  sent: 2,
  bytes: 20,
  ms: 5,
  requests: 4,
  columns: ['cve'],
  full: true,
  job: null,
} as const;

function pulled(events: readonly PullEvent[], state: PullState = EMPTY_STATE): PullSoFar {
  return events.reduce(after, beginPull(state, STARTED_AT));
}

const UP_TO_COMPARED: readonly PullEvent[] = [
  { happened: 'set up', settings: SETTINGS },
  { happened: 'fetched', list: FRESH },
  { happened: 'compared', compared: COMPARED },
];

function delivered(receipt: Receipts): PullSoFar {
  const pull = pulled([...UP_TO_COMPARED, { happened: 'passed the guard', list: FRESH }]);
  const order = orderOf(listPull({ input: 'i', service: 's' }, SETTINGS, STARTED_AT), FRESH, COMPARED, pull.state);
  return atEnd(pull, { ended: 'delivered', list: FRESH, compared: COMPARED, order, receipt }, NOW);
}

test('what was found out before an error stands in the numbers of the pull, and the pull has failed', () => {
  const { tally, outcome } = pulled(UP_TO_COMPARED);
  expect(tally).toMatchObject({ requests: 3, received: 3, without_key: 1, digest: 'd1', added: 2 });
  expect(outcome).toBe('failed');
});

test('nothing that happens before the end moves the list that the outputs stand for', () => {
  expect(pulled(UP_TO_COMPARED).state.list).toEqual({ digest: null, rows: 0, ledger: NO_LEDGER });
});

test('a confirmed delivery moves list, ledger and time of the last pull', () => {
  const { state, outcome, tally } = delivered({ lookup: CONFIRMED });
  expect(outcome).toBe('delivered');
  expect(tally).toMatchObject({ sent: 2, requests: 7 });
  expect(state).toMatchObject({
    last_polled_time: STARTED_AT / 1000,
    list: { digest: 'd1', rows: 2, ledger: 'L1' },
    outputs: { lookup: { digest: 'd1', rules: 'r' } },
  });
});

test('a delivery that failed moves neither list nor time', () => {
  const error = { number: 501, name: 'DevoError', setting: null, message: 'no', remedy: '' } as const;
  const { state, outcome } = delivered({ lookup: { confirmed: false, requests: 1, error } });
  expect(outcome).toBe('failed');
  expect(state).toMatchObject({ last_polled_time: null, list: { digest: null } });
});

test('a held list is kept in the state, and the delivered one stays', () => {
  const pull = atEnd(pulled(UP_TO_COMPARED), { ended: 'held', list: FRESH, compared: COMPARED, held: HELD }, NOW);
  expect(pull.outcome).toBe('held');
  expect(pull.state).toMatchObject({ held: HELD, list: { digest: null }, last_polled_time: STARTED_AT / 1000 });
});

test('another list that passes the guard lets go of the held one, its own release stays until it is delivered', () => {
  const passes: PullEvent = { happened: 'passed the guard', list: FRESH };
  expect(pulled([passes], { ...EMPTY_STATE, held: { ...HELD, digest: 'other' } }).state.held).toBeNull();
  expect(pulled([passes], { ...EMPTY_STATE, held: { ...HELD, released: true } }).state.held).not.toBeNull();
});

test('an unchanged list ends a reset only when every output has it, also one that could not be looked at', () => {
  const has = { digest: 'd1', rules: 'r', columns: [], last_full_at: null, in_doubt: null, job: null, ledger: null };
  const state: PullState = {
    ...EMPTY_STATE,
    deliver_all: true,
    list: { digest: 'd1', rows: 2, ledger: 'L1' },
    outputs: { lookup: has },
  };
  const fault = { number: 502, name: 'DevoError', setting: null, message: 'gone', remedy: '' } as const;
  const end = (outputs: readonly OutputSettings[]): PullSoFar => {
    const events: PullEvent[] = [
      { happened: 'set up', settings: { ...SETTINGS, outputs } },
      { happened: 'fetched', list: UNCHANGED },
    ];
    return atEnd(pulled(events, state), { ended: 'unchanged', list: UNCHANGED }, NOW);
  };
  expect(end([LOOKUP])).toMatchObject({ outcome: 'unchanged', state: { deliver_all: false } });
  expect(end([LOOKUP, { ...LOOKUP, name: 'second', fault }])).toMatchObject({
    outcome: 'partial',
    state: { deliver_all: true },
    tally: { outputs: { second: { outcome: 'failed' } } },
  });
});

test('with no output within reach the pull fails, and the state stays what it was', () => {
  const pull = pulled([{ happened: 'set up', settings: SETTINGS }]);
  expect(atEnd(pull, { ended: 'out of reach' }, NOW)).toMatchObject({ outcome: 'failed', state: pull.state });
});
