import type { DeliveredList, PullState } from '../state/pull-state';
import type { Outcome, PullReport } from '../report/pull-report';
import type { Listener, Told } from './told';

/** How a service stands between two pulls. */
export type Condition = 'good' | 'held' | 'failing';

/** What people are told of. */
export const NOTICE_EVENTS = ['delivered', 'held', 'failed', 'recovered', 'token_ends', 'nothing_new'] as const;
export type NoticeEvent = (typeof NOTICE_EVENTS)[number];

/** Keys in a message, at most. */
export const NAMED_KEYS = 20;

/** The first rows that differ, by their keys. */
export interface NamedKeys {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

export const NO_NAMED_KEYS: NamedKeys = { added: [], changed: [], removed: [] };

/** What `setup` says of those who want to be told. */
export interface NoticeSettings {
  /** Whether somebody wants to hear of every good pull. */
  readonly pings: boolean;
  /** Seconds without a change after which somebody wants to be told; each once. */
  readonly quiet_seconds: readonly number[];
  /** Each of them; absent where a worker of before said it, which knew only what somebody wants. */
  readonly listeners?: readonly Listener[];
}

/** What a pull has to tell. */
export interface PullNews {
  /** Null when nothing is known of the time before. */
  readonly before: Condition | null;
  readonly report: PullReport;
  readonly named: NamedKeys;
  /** Why somebody has let the list through that was held; null when nobody has, empty when no reason was given. */
  readonly released: string | null;
  /** When the token ends, where that may be told now; ISO 8601 UTC. */
  readonly token_ends_at: string | null;
  /** Since when nothing has changed, ISO 8601 UTC, and after how many seconds that may be told; null for not. */
  readonly quiet: { readonly since: string; readonly after_seconds: number } | null;
  /** What has been told of all that lasts; absent in runs that go on from a state of before this was remembered. */
  readonly told?: Told;
}

/** A token without successor is told of this long before it ends. */
const TOKEN_NOTICE_MS = 7 * 24 * 60 * 60_000;

/** How the service stood when a run began. @param hasFailed whether the run before ended by throwing */
export function conditionBefore(state: Pick<PullState, 'reports'>, hasFailed: boolean): Condition | null {
  if (hasFailed) return 'failing';
  const last = state.reports.at(-1);
  return last === undefined ? null : conditionOf(last.outcome);
}

export function conditionOf(outcome: Outcome): Condition {
  if (outcome === 'held') return 'held';
  return outcome === 'failed' || outcome === 'partial' ? 'failing' : 'good';
}

/**
 * The events of a pull, the one that says most first: of these one message is made. A condition that lasts is told
 * once, when it begins.
 */
export function eventsOf({ before, report }: Pick<PullNews, 'before' | 'report'>): NoticeEvent[] {
  const { outcome, sent } = report;
  const now = conditionOf(outcome);
  const delivered: NoticeEvent[] = outcome === 'delivered' || (outcome === 'partial' && sent > 0) ? ['delivered'] : [];
  if (now === 'failing') return before === 'failing' ? delivered : ['failed', ...delivered];
  if (now === 'held') return before === 'held' ? [] : ['held'];
  return before === 'failing' || before === 'held' ? ['recovered', ...delivered] : delivered;
}

/**
 * When the token ends, once that is near. Times in epoch milliseconds.
 *
 * @param lastGood only when it has come near since then; null for whenever it came
 */
export function tokenNotice(endsAt: string | null, lastGood: number | null, now: number): string | null {
  const from = endsAt === null ? NaN : Date.parse(endsAt) - TOKEN_NOTICE_MS;
  const isNew = lastGood === null || lastGood < from;
  return now >= from && isNew ? endsAt : null;
}

/**
 * The longest time without a change that has been reached.
 *
 * @param lastGood only what was reached since then; null for whenever it was
 */
export function quietNotice(
  { since }: DeliveredList,
  thresholds: readonly number[],
  lastGood: number | null,
  now: number,
): PullNews['quiet'] {
  if (since === undefined) return null;
  const start = Date.parse(since);
  const reached = thresholds.filter((seconds) => {
    const due = start + seconds * 1000;
    return (lastGood === null || lastGood < due) && now >= due;
  });
  return reached.length === 0 ? null : { since, after_seconds: Math.max(...reached) };
}

/** What is told when somebody tries the way to those who want to hear. @param now ISO 8601 UTC */
export function newsOfCheck(runId: string, now: string): PullNews {
  const none = { requests: 0, received: 0, duplicates: 0, without_key: 0, added: 0, changed: 0, removed: 0, sent: 0 };
  const nothing = { outputs: {}, duration_ms: 0, rows: 0, digest: null, held: null, error: null };
  const report: PullReport = { run_id: runId, started_at: now, outcome: 'unchanged', ...none, ...nothing };
  return { before: null, report, named: NO_NAMED_KEYS, released: null, token_ends_at: null, quiet: null };
}
