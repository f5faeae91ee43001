import { log, patched, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import {
  conditionBefore,
  eventsOf,
  quietNotice,
  tokenNotice,
  type NamedKeys,
  type PullNews,
} from '../domain/notices/pull-news';
import type { Audience, PullSettings, ServiceRef } from '../domain/pull-settings';
import type { PullReport } from '../domain/report/pull-report';
import type { DeliveredList, PullState } from '../domain/state/pull-state';
import { TIME_LIMITS } from '../domain/time-limits';

/** A pull at its end, as far as others are told of it. */
export interface EndedPull {
  readonly service: ServiceRef;
  /** Null when nobody has said who it is. */
  readonly audience: Audience | null;
  /** When the token ends that somebody has to replace, ISO 8601 UTC; null for none, or not known. */
  readonly token: string | null;
  /** The state that the run began with. */
  readonly before: Pick<PullState, 'reports' | 'last_polled_time'> & Partial<Pick<PullState, 'held'>>;
  /** The list that it leaves; null where none is pulled. */
  readonly list: DeliveredList | null;
  readonly report: PullReport;
  readonly named: NamedKeys;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/**
 * Tells those who want to hear of a pull. It comes after everything else, waits for a bounded time, and whatever
 * becomes of it changes nothing: a message must never fail a delivery.
 */
export async function tellNews(pull: EndedPull): Promise<void> {
  const news = newsOf(pull);
  if (!isWanted(pull, news)) return;
  const { notify } = proxyActivities<Activities>({
    startToCloseTimeout: TIME_LIMITS.notify.start,
    scheduleToCloseTimeout: TIME_LIMITS.notify.whole,
    retry: { maximumAttempts: 2 },
    summary: eventsOf(news)[0] ?? pull.report.outcome,
  });
  try {
    await notify(pull.service, news);
  } catch (error) {
    log.warn(`Nobody could be told of this pull: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function newsOf({ audience, token, before, list, report, named, startedAt }: EndedPull): PullNews {
  const isGood = report.outcome === 'delivered' || report.outcome === 'unchanged';
  const lastGood = before.last_polled_time === null ? null : before.last_polled_time * 1000;
  const { held } = before;
  return {
    before: conditionBefore(before, workflowInfo().lastFailure !== undefined),
    report,
    named,
    released: report.outcome !== 'held' && held?.released === true ? releaseReason(held) : null,
    token_ends_at: isGood ? tokenNotice(token, lastGood, startedAt) : null,
    quiet:
      isGood && list !== null ? quietNotice(list, audience?.notices?.quiet_seconds ?? [], lastGood, startedAt) : null,
  };
}

/** A token that the collector renews by itself is nobody's concern. */
export function lastingToken(settings: Pick<PullSettings, 'token_expires_at' | 'token_renews'> | null): string | null {
  return settings === null || settings.token_renews === true ? null : settings.token_expires_at;
}

/** The release says why where somebody gave a reason. */
function releaseReason(held: { readonly release?: unknown }): string {
  const { release } = held;
  if (typeof release !== 'object' || release === null || !('reason' in release)) return '';
  return typeof release.reason === 'string' ? release.reason : '';
}

/** Whether anybody wants to hear of it. Where `setup` did not come to say so, the worker's configuration knows. */
function isWanted({ audience, report }: EndedPull, news: PullNews): boolean {
  const hasNews = eventsOf(news).length > 0 || news.token_ends_at !== null || news.quiet !== null;
  if (audience === null) return hasNews && patched('news-of-a-failed-setup');
  const { notices } = audience;
  if (notices === undefined) return false;
  const isPinged = notices.pings && (report.outcome === 'delivered' || report.outcome === 'unchanged');
  return hasNews || isPinged;
}
