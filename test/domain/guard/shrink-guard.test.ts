import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FilledCells } from '../../../domain/list/filled-cells';
import { EMPTY_STATE, UNKNOWN_OUTPUT, type PullState } from '../../../domain/state/pull-state';
import { applyReset } from '../../../domain/state/reset';
import { heldInWords, judgeShrink, releaseHeld, type ShrinkFacts } from '../../../domain/guard/shrink-guard';

const NOW = '2026-03-01T10:04:00Z';
const NO_CHANGE = { added: [], changed: [], removed: [] };

function delivered(filled: FilledCells | undefined, rows = 50): PullState {
  return {
    ...EMPTY_STATE,
    list: { digest: 'd1', rows, ledger: 'L1', ...(filled && { filled }) },
    outputs: { lookup: { ...UNKNOWN_OUTPUT, digest: 'd1', rules: 'r' } },
  };
}

/** The same keys as before, with other contents. */
function sameKeys(filled: FilledCells | undefined, rows = 50): ShrinkFacts {
  return {
    digest: 'd2',
    rows,
    missing: 0,
    of: rows,
    restricted: false,
    changes: { ...NO_CHANGE, changed: [0] },
    filled,
  };
}

test('a list that has every key and has lost its contents is held, and the reason names the columns', () => {
  const held = judgeShrink(delivered({ vendor: 50, product: 50, cwe: 40 }), sameKeys({ product: 0, cwe: 40 }), 20, NOW);
  expect(held).toMatchObject({ reason: 'hollow', released: false, limit_percent: 20 });
  expect(held!.columns).toEqual([
    { name: 'vendor', before: 50, now: 0, gone: true },
    { name: 'product', before: 50, now: 0, gone: false },
  ]);
  expect(heldInWords(held!)).toBe(
    'the list is hollow: columns gone: vendor; columns emptied: product (50 of 50 cells), limit 20 %',
  );
});

test('exactly what exceeds the limit counts as lost, in columns filled in a tenth of the rows or more', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2_000 }),
      fc.nat(2_000),
      fc.nat(2_000),
      fc.integer({ min: 0, max: 100 }),
      (rows, some, fewer, limit) => {
        const before = Math.min(some, rows);
        const now = Math.min(fewer, rows);
        const held = judgeShrink(delivered({ cwe: before }, rows), sameKeys({ cwe: now }, rows), limit, NOW);
        const watched = before > 0 && before * 10 >= rows;
        expect(held !== null).toBe(watched && (before - now) * 100 > before * limit);
      },
    ),
  );
});

test('a column that is gone is held whatever the limit, and one that was hardly filled may go', () => {
  expect(judgeShrink(delivered({ cwe: 5 }), sameKeys({}), 100, NOW)).toMatchObject({ reason: 'hollow' });
  expect(judgeShrink(delivered({ cwe: 4 }), sameKeys({}), 0, NOW)).toBeNull();
});

test('rows that go within the limit take their cells along, and are no hollow list', () => {
  const fewer = { ...sameKeys({ product: 42 }), rows: 42, missing: 8, of: 50 };
  expect(judgeShrink(delivered({ product: 50 }), fewer, 20, NOW)).toBeNull();
});

test('a list that is both short and hollow is held for its rows', () => {
  const facts = { ...sameKeys({}), rows: 10, missing: 40, of: 50 };
  expect(judgeShrink(delivered({ product: 50 }), facts, 20, NOW)).toMatchObject({ reason: 'shrunk' });
});

test('a state of before the counts holds nothing, and neither does a list that an older worker has fetched', () => {
  expect(judgeShrink(delivered(undefined), sameKeys({}), 20, NOW)).toBeNull();
  expect(judgeShrink(delivered({ product: 50 }), sameKeys(undefined), 20, NOW)).toBeNull();
});

test('counts of two rules say nothing of each other', () => {
  const before = delivered({ vendor: 50 });
  const byAnother: PullState = { ...before, list: { ...before.list, filled_rule: 7 } };
  expect(judgeShrink(byAnother, sameKeys({ vendor: 0 }), 20, NOW)).toBeNull();
  expect(judgeShrink(before, { ...sameKeys({ vendor: 0 }), filled_rule: 7 }, 20, NOW)).toBeNull();
  expect(judgeShrink(byAnother, { ...sameKeys({ vendor: 0 }), filled_rule: 7 }, 20, NOW)).toMatchObject({
    reason: 'hollow',
  });
});

test('names that every object has are columns like others', () => {
  const before: FilledCells = JSON.parse('{"__proto__": 50, "constructor": 50, "toString": 50}') as FilledCells;
  expect(judgeShrink(delivered(before), sameKeys({}), 20, NOW)?.columns?.map(({ name }) => name)).toEqual([
    '__proto__',
    'constructor',
    'toString',
  ]);
  expect(judgeShrink(delivered(before), sameKeys(before), 20, NOW)).toBeNull();
});

test('a hollow list passes once it is released, and many columns do not flood the words', () => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`column ${index}`, 50]));
  const held = judgeShrink(delivered(many), sameKeys({}), 20, NOW)!;
  expect(heldInWords(held)).toMatch(/column 29; and 70 more, limit 20 %$/);
  const released = releaseHeld({ ...delivered(many), held }, 'd2');
  expect(judgeShrink(released, sameKeys({}), 20, NOW)).toBeNull();
});

test('an empty list that was released and delivered is not held again after a reset', () => {
  const empty: ShrinkFacts = {
    digest: 'e',
    rows: 0,
    missing: 0,
    of: 0,
    restricted: false,
    changes: NO_CHANGE,
    filled: {},
  };
  const state: PullState = { ...delivered({}), list: { digest: 'e', rows: 0, ledger: '', filled: {} } };
  expect(judgeShrink(applyReset(state, 'v2'), empty, 20, NOW)).toBeNull();
  expect(judgeShrink(EMPTY_STATE, empty, 20, NOW)).toMatchObject({ reason: 'empty' });
});
