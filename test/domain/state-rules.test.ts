import { FILLED_RULE } from '../../domain/list/filled-cells';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { advance, outputReport } from '../../domain/state/advance';
import type { DeliveryResult } from '../../domain/changes/receipt';
import { planDeliveries, sharedDigest, type PlannedDelivery } from '../../domain/changes/delivery-plan';
import { remember, type PullReport } from '../../domain/report/pull-report';
import type { OutputSettings } from '../../domain/pull-settings';
import { EMPTY_STATE, UNKNOWN_OUTPUT, type OutputState, type PullState } from '../../domain/state/pull-state';
import { applyConfiguredReset, applyReset } from '../../domain/state/reset';
import { restoreState } from '../../domain/state/restore-state';
import { heldInWords, judgeShrink, releaseHeld, type ShrinkFacts } from '../../domain/guard/shrink-guard';
import { checkStateSize } from '../../domain/state/state-size';

const NOW = Date.parse('2026-03-01T10:04:00Z');
const LOOKUP: OutputSettings = {
  name: 'lookup',
  type: 'devo_lookup',
  holds: 'list',
  mode: 'auto',
  rules: 'r',
  full_refresh_seconds: 7 * 86_400,
  exists: true,
  newest_job: 'j1',
};
const HOLDING: OutputState = {
  ...UNKNOWN_OUTPUT,
  digest: 'd1',
  rules: 'r',
  columns: ['cve', 'product'],
  last_full_at: '2026-02-28T00:00:00Z',
  job: { id: 'j1', rows: 9, bytes: 9, ms: 9, at: '2026-02-28T00:00:00Z' },
};
const DELIVERED: PullState = {
  ...EMPTY_STATE,
  configured_reset: '',
  last_polled_time: 1,
  list: { digest: 'd1', rows: 100, ledger: 'L1', filled: { product: 100 }, filled_rule: FILLED_RULE },
  outputs: { lookup: HOLDING },
};

const SOMETHING_DIFFERS: Pick<ShrinkFacts, 'changes'> = { changes: { added: [], changed: [1], removed: [] } };

function plan(
  output: Partial<OutputSettings>,
  state: PullState = DELIVERED,
  counts = { added: 1, changed: 0, removed: 0 },
  columns = ['cve', 'product'],
): PlannedDelivery[] {
  return planDeliveries(state, [{ ...LOOKUP, ...output }], () => counts, columns, 100, NOW);
}

test('an output that holds the list, and is due for nothing, lets the source answer "unchanged"', () => {
  expect(sharedDigest(DELIVERED, [LOOKUP], NOW)).toBe('d1');
});

test.each<[string, Partial<OutputSettings>, Partial<OutputState>]>([
  ['another target', { rules: 'other' }, {}],
  ['a missing lookup', { exists: false }, {}],
  ['a foreign job', { newest_job: 'j2' }, {}],
  ['a delivery in doubt', {}, { in_doubt: 'a delivery failed' }],
  ['a refresh that is due', {}, { last_full_at: '2026-02-20T00:00:00Z' }],
  ['nothing delivered yet', {}, { digest: null }],
])('with %s the rows are needed, and everything is delivered', (_what, output, known) => {
  const state = { ...DELIVERED, outputs: { lookup: { ...HOLDING, ...known } } };
  expect(sharedDigest(state, [{ ...LOOKUP, ...output }], NOW)).toBeNull();
  expect(plan(output, state, { added: 0, changed: 0, removed: 0 })).toMatchObject([{ kind: 'everything' }]);
});

test('a lookup whose jobs Devo has forgotten is not in doubt', () => {
  expect(sharedDigest(DELIVERED, [{ ...LOOKUP, newest_job: null }], NOW)).toBe('d1');
});

const { filled: _filled, filled_rule: _rule, ...UNCOUNTED } = DELIVERED.list;

test.each([
  ['of before filled cells were counted', UNCOUNTED],
  ['whose filled cells were counted by another rule', { ...UNCOUNTED, filled: { product: 3 } }],
])('a state %s needs the rows once, and sends nothing of them', (_what, list) => {
  const older: PullState = { ...DELIVERED, list };
  expect(sharedDigest(older, [LOOKUP], NOW)).toBeNull();
  expect(plan({}, older, { added: 0, changed: 0, removed: 0 })).toEqual([]);
  const taught = advance(
    older,
    { digest: 'd1', filled: { product: 100 }, filled_rule: FILLED_RULE },
    { rows: 100, ledger: 'L1' },
    [LOOKUP],
    [],
    {},
    '2026-03-01T10:04:00Z',
  );
  expect(taught).toEqual({ ...DELIVERED, list: { ...DELIVERED.list, since: '2026-03-01T10:04:00Z' } });
});

test('an output for events is never in doubt: sending everything again would tell everybody of old news', () => {
  expect(plan({ holds: 'events', exists: false, newest_job: 'foreign' })).toMatchObject([{ kind: 'changes' }]);
});

test('auto sends changes, and everything for a new column or when more than a quarter differs', () => {
  expect(plan({})).toMatchObject([{ kind: 'changes' }]);
  expect(plan({}, DELIVERED, { added: 10, changed: 10, removed: 5 })).toMatchObject([{ kind: 'changes' }]);
  expect(plan({}, DELIVERED, { added: 10, changed: 10, removed: 6 })).toMatchObject([
    { kind: 'everything', why: expect.stringContaining('quarter') },
  ]);
  expect(plan({}, DELIVERED, undefined, ['cve', 'product', 'research'])).toMatchObject([
    { kind: 'everything', why: 'new column research' },
  ]);
  expect(plan({ mode: 'incremental' }, DELIVERED, { added: 60, changed: 0, removed: 0 })).toMatchObject([
    { kind: 'changes' },
  ]);
  expect(plan({ mode: 'full' })).toMatchObject([{ kind: 'everything', why: 'mode is full' }]);
});

test('an output that lacks nothing gets nothing', () => {
  expect(plan({}, DELIVERED, { added: 0, changed: 0, removed: 0 })).toEqual([]);
});

test('the list moves on when one output has confirmed; the other keeps a ledger until it has caught up', () => {
  const second = { ...LOOKUP, name: 'second' };
  const state = { ...DELIVERED, outputs: { lookup: HOLDING, second: HOLDING } };
  const due: PlannedDelivery[] = [
    { name: 'lookup', kind: 'changes', why: '' },
    { name: 'second', kind: 'changes', why: '' },
  ];
  const good: DeliveryResult = {
    confirmed: true,
    sent: 1,
    bytes: 1,
    ms: 1,
    requests: 1,
    columns: ['cve'],
    full: false,
    job: { id: 'j9', rows: 1, bytes: 1, ms: 1 },
  };
  const bad: DeliveryResult = {
    confirmed: false,
    requests: 0,
    error: { number: 504, name: 'DevoError', setting: null, message: 'no', remedy: '' },
  };
  const next = advance(
    state,
    { digest: 'd2' },
    { rows: 101, ledger: 'L2' },
    [LOOKUP, second],
    due,
    { lookup: good, second: bad },
    '2026-03-01T10:04:00Z',
  );
  expect(next.list).toEqual({ digest: 'd2', rows: 101, ledger: 'L2', since: '2026-03-01T10:04:00Z' });
  expect(next.outputs['lookup']).toMatchObject({ digest: 'd2', ledger: null, job: { id: 'j9' } });
  expect(next.outputs['second']).toMatchObject({ digest: 'd1', ledger: 'L1', in_doubt: expect.stringContaining('no') });
  const again = advance(
    next,
    { digest: 'd3' },
    { rows: 102, ledger: 'L3' },
    [LOOKUP, second],
    due,
    { lookup: good, second: bad },
    '2026-03-01T10:05:00Z',
  );
  expect(again.outputs['second']).toMatchObject({ digest: 'd1', ledger: 'L1' });
});

test('a lookup whose deploy job was only assumed to be ours is in doubt, and gets everything once more', () => {
  const delivered = (assumed: { assumed?: true }): PullState =>
    advance(
      DELIVERED,
      { digest: 'd2', filled: { product: 101 }, filled_rule: FILLED_RULE },
      { rows: 101, ledger: 'L2' },
      [LOOKUP],
      plan({}),
      {
        lookup: {
          confirmed: true,
          sent: 1,
          bytes: 1,
          ms: 1,
          requests: 1,
          columns: ['cve', 'product'],
          full: false,
          job: { id: 'j2', rows: 1, bytes: 1, ms: 1 },
          ...assumed,
        },
      },
      '2026-03-01T10:04:00Z',
    );
  const now = { ...LOOKUP, newest_job: 'j2' };
  expect(sharedDigest(delivered({}), [now], NOW)).toBe('d2');
  const doubted = delivered({ assumed: true });
  expect(doubted.outputs['lookup']).toMatchObject({
    digest: 'd2',
    job: { id: 'j2' },
    in_doubt: expect.stringContaining('job j2 was taken for it'),
  });
  expect(sharedDigest(doubted, [now], NOW)).toBeNull();
  expect(plan({ newest_job: 'j2' }, doubted, { added: 0, changed: 0, removed: 0 })).toMatchObject([
    { kind: 'everything', why: expect.stringContaining('in doubt') },
  ]);
});

test('the report says in full of a delivery that an output has made whole by itself', () => {
  const sent: DeliveryResult = {
    confirmed: true,
    sent: 100,
    bytes: 1,
    ms: 1,
    requests: 1,
    columns: ['cve'],
    full: true,
    job: null,
  };
  const due: PlannedDelivery = { name: 'lookup', kind: 'changes', why: 'the list changed' };
  expect(outputReport(LOOKUP, due, sent, '2026-03-01T10:04:00Z')).toMatchObject({ outcome: 'delivered', mode: 'full' });
  expect(outputReport(LOOKUP, due, { ...sent, full: false }, '2026-03-01T10:04:00Z')).toMatchObject({
    mode: 'incremental',
  });
});

test('nothing moves when no output has confirmed', () => {
  const bad: DeliveryResult = {
    confirmed: false,
    requests: 0,
    error: { number: 504, name: 'DevoError', setting: null, message: 'no', remedy: '' },
  };
  const next = advance(
    DELIVERED,
    { digest: 'd2' },
    { rows: 101, ledger: 'L2' },
    [LOOKUP],
    [{ name: 'lookup', kind: 'changes', why: '' }],
    { lookup: bad },
    '2026-03-01T10:04:00Z',
  );
  expect(next.list).toEqual(DELIVERED.list);
  expect(next.outputs['lookup']).toMatchObject({ digest: 'd1', in_doubt: expect.any(String) });
});

test('a reset clears digests and columns, keeps the ledger for the guard, and counts once for one value', () => {
  const reset = applyReset(DELIVERED, 'v2');
  expect(reset).toMatchObject({
    deliver_all: true,
    reset_persistence_auth: 'v2',
    list: { digest: null, ledger: 'L1', rows: 100 },
  });
  expect(reset.outputs['lookup']).toMatchObject({ digest: null, columns: [] });
  expect(applyReset(reset, 'v2')).toBe(reset);
});

test('the configured value resets when it differs from the one last seen in the configuration, and only then', () => {
  const signalled = applyReset({ ...DELIVERED, configured_reset: 'a', reset_persistence_auth: 'a' }, 'signalled');
  expect(applyConfiguredReset({ ...signalled, deliver_all: false }, 'a')).toMatchObject({
    reset_persistence_auth: 'signalled',
    deliver_all: false,
  });
  expect(applyConfiguredReset({ ...signalled, deliver_all: false }, 'b')).toMatchObject({
    reset_persistence_auth: 'b',
    configured_reset: 'b',
    deliver_all: true,
  });
  expect(applyConfiguredReset(EMPTY_STATE, 'a')).toMatchObject({
    reset_persistence_auth: 'a',
    configured_reset: 'a',
    deliver_all: false,
  });
});

test('the guard holds exactly what exceeds the limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 5_000 }),
      fc.nat(5_000),
      fc.integer({ min: 0, max: 100 }),
      (of, gone, limit) => {
        const missing = Math.min(gone, of);
        const held = judgeShrink(
          DELIVERED,
          { ...SOMETHING_DIFFERS, digest: 'd2', rows: of, missing, of, restricted: false },
          limit,
          '2026-03-01T10:04:00Z',
        );
        expect(held !== null).toBe(missing / of > limit / 100 && missing * 100 > of * limit);
        if (held) expect(held.percent).toBeGreaterThan(limit);
      },
    ),
  );
});

test('a held list is told in words', () => {
  const held = judgeShrink(
    DELIVERED,
    { ...SOMETHING_DIFFERS, digest: 'd2', rows: 923, missing: 412, of: 1335, restricted: false },
    20,
    '2026-03-01T10:04:00Z',
  );
  expect(heldInWords(held!)).toBe('412 of 1,335 rows would go (31 %), limit 20 %');
});

test('where nothing was delivered yet, a held list does not speak of rows that would go', () => {
  const held = { digest: 'd', since: '', missing: 0, of: 0, percent: 0, limit_percent: 20, rows: 0, released: false };
  expect(heldInWords({ ...held, reason: 'empty' })).toBe('the list is empty');
  expect(heldInWords({ ...held, reason: 'restricted', rows: 24 })).toBe(
    'looks like the restricted list of a token without subscription (24 rows)',
  );
});

test('a release counts for the digest that was shown, and since stays while lists are held one after the other', () => {
  const held = judgeShrink(
    DELIVERED,
    { ...SOMETHING_DIFFERS, digest: 'd2', rows: 50, missing: 50, of: 100, restricted: false },
    20,
    '2026-03-01T10:04:00Z',
  );
  const state = { ...DELIVERED, held };
  expect(releaseHeld(state, 'd3')).toBe(state);
  const released = releaseHeld(state, 'd2');
  expect(
    judgeShrink(
      released,
      { ...SOMETHING_DIFFERS, digest: 'd2', rows: 50, missing: 50, of: 100, restricted: false },
      20,
      '2026-03-01T11:00:00Z',
    ),
  ).toBeNull();
  expect(
    judgeShrink(
      released,
      { ...SOMETHING_DIFFERS, digest: 'd4', rows: 40, missing: 60, of: 100, restricted: false },
      20,
      '2026-03-01T11:00:00Z',
    ),
  ).toMatchObject({ released: false, since: '2026-03-01T10:04:00Z' });
});

test('a state of another version is refused by name, and so is what is no state at all', () => {
  expect(restoreState(undefined)).toBe(EMPTY_STATE);
  expect(restoreState(DELIVERED)).toBe(DELIVERED);
  for (const foreign of [{ ...DELIVERED, version: 2 }, { version: 0 }, {}, 'text', 7])
    expect(() => restoreState(foreign)).toThrow(/version/);
});

test('a state too large to be carried is refused before it is returned', () => {
  expect(() => checkStateSize(DELIVERED)).not.toThrow();
  expect(() => checkStateSize({ ...DELIVERED, list: { ...DELIVERED.list, ledger: 'x'.repeat(3_000_000) } })).toThrow(
    /too large/,
  );
});

test('the state remembers the last 20 reports, numbers only', () => {
  const report: PullReport = {
    run_id: 'r',
    started_at: '2026-03-01T10:04:00Z',
    outcome: 'failed',
    requests: 1,
    received: 2,
    duplicates: 0,
    without_key: 0,
    added: 0,
    changed: 0,
    removed: 0,
    sent: 0,
    outputs: {},
    duration_ms: 5,
    rows: 2,
    digest: 'd',
    held: null,
    error: { number: 401, name: 'ApiError', setting: null, message: 'words', remedy: '' },
  };
  let reports = remember([], report);
  for (let pull = 0; pull < 30; pull += 1) reports = remember(reports, report);
  expect(reports).toHaveLength(20);
  expect(reports[0]).toMatchObject({ error_number: 401 });
  expect(JSON.stringify(reports)).not.toContain('words');
});

test('what was delivered already, by a release or else, is not held when it is delivered again', () => {
  const facts = { ...SOMETHING_DIFFERS, digest: 'd1', rows: 24, missing: 0, of: 24, restricted: true };
  expect(judgeShrink(DELIVERED, facts, 20, '2026-03-01T10:04:00Z')).toBeNull();
  expect(judgeShrink(applyReset(DELIVERED, 'v2'), facts, 20, '2026-03-01T10:04:00Z')).toBeNull();
  expect(
    judgeShrink(DELIVERED, { ...facts, digest: 'd2', rows: 25, of: 1335, missing: 1320 }, 20, '2026-03-01T10:04:00Z'),
  ).toMatchObject({ reason: 'restricted' });
});

test('when nothing moves, an output that was not due keeps the ledger of what it holds', () => {
  const bad: DeliveryResult = {
    confirmed: false,
    requests: 0,
    error: { number: 504, name: 'DevoError', setting: null, message: 'no', remedy: '' },
  };
  const lagging: OutputState = { ...HOLDING, digest: 'd0', ledger: 'L0' };
  const state = { ...DELIVERED, outputs: { lookup: HOLDING, events: lagging } };
  const events: OutputSettings = { ...LOOKUP, name: 'events', holds: 'events' };
  const next = advance(
    state,
    { digest: 'd0' },
    { rows: 99, ledger: 'L0' },
    [LOOKUP, events],
    [{ name: 'lookup', kind: 'changes', why: '' }],
    { lookup: bad },
    '2026-03-01T10:04:00Z',
  );
  expect(next.outputs['events']).toEqual(lagging);
});

test('an output that lags behind keeps its ledger through a reset: events must still tell what is gone', () => {
  const lagging: OutputState = { ...HOLDING, digest: 'd0', ledger: 'L0' };
  expect(applyReset({ ...DELIVERED, outputs: { lookup: lagging } }, 'v2').outputs['lookup']).toMatchObject({
    digest: null,
    ledger: 'L0',
  });
});
