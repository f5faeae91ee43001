import { hollowColumns, type FilledCells, type HollowColumn } from '../list/filled-cells';
import type { HeldList } from './held-list';
import type { ComparedList } from '../changes/compared-list';
import type { FreshList } from '../list/fetched-list';
import type { Release } from './release';
import type { ListChanges } from '../list/list';
import type { ListPull } from '../state/list-pull';
import { hasDelivered, type PullState } from '../state/pull-state';
import { shownLine } from '../report/shown-text';
import { count } from '../report/words';

/** What the guard looks at. Counts of keys, not of rows. */
export interface ShrinkFacts {
  readonly digest: string;
  /** Keys in the fresh list. */
  readonly rows: number;
  /** Keys of the delivered list that the fresh one lacks, and how many the delivered one has. */
  readonly missing: number;
  readonly of: number;
  /** Whether the fresh list looks like the one that its publisher gives to tokens without a subscription. */
  readonly restricted: boolean;
  /** What differs between the two. */
  readonly changes: ListChanges;
  /** Filled cells of the fresh list; undefined when a worker of before these were counted has fetched it. */
  readonly filled?: FilledCells | undefined;
  /** The rule that they were counted by. */
  readonly filled_rule?: number | undefined;
}

/** Names of columns in the words of a reason, at most. */
const NAMED_COLUMNS = 30;

/** Judges the list of a pull; see `judgeShrink`. */
export function judgeList(pull: ListPull, list: FreshList, compared: ComparedList, state: PullState): HeldList | null {
  const facts = { ...compared, digest: list.digest, filled: list.filled, filled_rule: list.filled_rule };
  return judgeShrink(state, facts, pull.settings.shrink_limit_percent, new Date(pull.startedAt).toISOString());
}

/**
 * Judges a fresh list before anything of it is sent: one bad answer must never wipe a customer's lookup.
 *
 * @returns the list to hold, or null when it may pass
 */
export function judgeShrink(state: PullState, facts: ShrinkFacts, limitPercent: number, now: string): HeldList | null {
  const found = reasonToHold(state, facts, limitPercent);
  if (found === null) return null;
  if (state.held?.digest === facts.digest && state.held.released) return null;
  return {
    digest: facts.digest,
    since: state.held?.since ?? now,
    ...found,
    missing: facts.missing,
    of: facts.of,
    percent: percentMissing(facts, limitPercent),
    limit_percent: limitPercent,
    rows: facts.rows,
    released: false,
  };
}

/** Marks the held list as free to pass once. A digest that is not the held one changes nothing. */
export function releaseHeld(state: PullState, digest: string, by: Release | null = null): PullState {
  if (state.held?.digest !== digest || state.held.released) return state;
  return { ...state, held: { ...state.held, released: true, ...(by && { release: by }) } };
}

/** "412 of 1,335 rows would go (31 %), limit 20 %" */
export function heldInWords(held: HeldList): string {
  if (held.reason === 'hollow')
    return `the list is hollow: ${hollowInWords(held.columns ?? [])}, limit ${held.limit_percent} %`;
  const loss =
    `${count(held.missing)} of ${count(held.of)} rows would go (${held.percent} %), limit ` + `${held.limit_percent} %`;
  const behind = held.of === 0 ? '' : `: ${loss}`; // before a first delivery there is nothing to lose
  if (held.reason === 'restricted')
    return `looks like the restricted list of a token without subscription (${count(held.rows)} rows)${behind}`;
  if (held.reason === 'empty') return `the list is empty${behind}`;
  return loss;
}

/** "columns gone: vendor, product; emptied: cwe (50 of 50 cells)" */
function hollowInWords(columns: readonly HollowColumn[]): string {
  const shown = columns.slice(0, NAMED_COLUMNS);
  const gone = shown.filter((column) => column.gone).map(({ name }) => shownLine(name));
  const emptied = shown
    .filter((column) => !column.gone)
    .map(({ name, before, now }) => `${shownLine(name)} (${count(before - now)} of ${count(before)} cells)`);
  const reasons = [
    ...(gone.length > 0 ? [`columns gone: ${gone.join(', ')}`] : []),
    ...(emptied.length > 0 ? [`columns emptied: ${emptied.join(', ')}`] : []),
    ...(columns.length > shown.length ? [`and ${count(columns.length - shown.length)} more`] : []),
  ];
  return reasons.join('; ');
}

/** What was delivered already, perhaps by a release, takes nothing away when it is delivered again. */
function reasonToHold(
  state: PullState,
  facts: ShrinkFacts,
  limitPercent: number,
): Pick<HeldList, 'reason' | 'columns'> | null {
  if (isDelivered(state, facts)) return null;
  const reason = hasEveryRow(facts) ? null : reasonInRows(facts, limitPercent);
  if (reason !== null) return { reason };
  const columns = lostContents(state, facts, limitPercent);
  return columns.length > 0 ? { reason: 'hollow', columns } : null;
}

/** After a reset the digest is gone, and the ledger still tells. */
function isDelivered(state: PullState, { digest, changes, filled }: ShrinkFacts): boolean {
  if (state.list.digest === digest) return true;
  const differing = changes.added.length + changes.changed.length + changes.removed.length;
  // A run whose list was fetched by an older worker is judged by the rule of then: its end may be in its history
  // already.
  return filled !== undefined && differing === 0 && hasDelivered(state);
}

function hasEveryRow({ missing, rows, of }: ShrinkFacts): boolean {
  return of > 0 && missing === 0 && rows === of;
}

function reasonInRows(facts: ShrinkFacts, limitPercent: number): HeldList['reason'] | null {
  if (facts.rows === 0) return 'empty';
  if (facts.restricted) return 'restricted';
  return facts.missing * 100 > facts.of * limitPercent ? 'shrunk' : null;
}

/** A state of before the counts, or of another rule, knows nothing to compare with: its next delivery teaches it. */
function lostContents({ list }: PullState, { filled, filled_rule }: ShrinkFacts, limitPercent: number): HollowColumn[] {
  if (list.filled === undefined || filled === undefined || list.filled_rule !== filled_rule) return [];
  return hollowColumns(list.filled, list.rows, filled, limitPercent);
}

/** Whole percent, but one decimal where the whole number would not show that the limit is exceeded (20.4 % of 20 %). */
function percentMissing(facts: ShrinkFacts, limitPercent: number): number {
  if (facts.of === 0) return 0;
  const percent = (facts.missing / facts.of) * 100;
  const whole = Math.round(percent);
  return whole > limitPercent || percent <= limitPercent ? whole : Math.ceil(percent * 10) / 10;
}
