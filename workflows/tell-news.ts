import { log, patched, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities';
import {
  conditionBefore,
  eventsOf,
  NOTICE_EVENTS,
  quietNotice,
  tokenNotice,
  type NamedKeys,
  type PullNews,
} from '../domain/notices/pull-news';
import { eventsFor, toldAfter, type Listener, type Told } from '../domain/notices/told';
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
  /** What has been told of all that lasts; undefined when that is not known. */
  readonly told: Told | undefined;
  /** Epoch milliseconds. */
  readonly startedAt: number;
}

/**
 * Tells those who want to hear of a pull. It comes after everything else, waits for a bounded time, and whatever
 * becomes of it changes nothing: a message must never fail a delivery. Says what has been told then.
 */
export async function tellNews(pull: EndedPull): Promise<Told | undefined> {
  const news = newsOf(pull);
  if (!isWanted(pull, news)) return toldTo(listenersOf(pull), news);
  const { notify } = proxyActivities<Activities>({
    startToCloseTimeout: TIME_LIMITS.notify.start,
    scheduleToCloseTimeout: TIME_LIMITS.notify.whole,
    retry: { maximumAttempts: 2 },
    summary: eventsOf(news)[0] ?? pull.report.outcome,
  });
  try {
    const receipt = await notify(pull.service, news);
    return toldTo(listenersOf(pull) ?? Object.keys(receipt).map(whoWantsAll), news);
  } catch (error) {
    log.warn(`Nobody could be told of this pull: ${error instanceof Error ? error.message : String(error)}`);
    return pull.told;
  }
}

/** What a state of before all this was remembered has told goes by the line that is crossed between two good pulls. */
function newsOf({ audience, token, before, list, report, named, told, startedAt }: EndedPull): PullNews {
  const isGood = report.outcome === 'delivered' || report.outcome === 'unchanged';
  const isPolled = isGood || (told !== undefined && report.outcome !== 'failed');
  const lastGood = before.last_polled_time === null ? null : before.last_polled_time * 1000;
  const since = told === undefined ? lastGood : null;
  const { held } = before;
  return {
    before: conditionBefore(before, workflowInfo().lastFailure !== undefined),
    report,
    named,
    released: report.outcome !== 'held' && held?.released === true ? releaseReason(held) : null,
    token_ends_at: isPolled ? tokenNotice(token, since, startedAt) : null,
    quiet: isGood && list !== null ? quietNotice(list, audience?.notices?.quiet_seconds ?? [], since, startedAt) : null,
    ...(told !== undefined && { told }),
  };
}

/** Null when it is not known who listens. */
function listenersOf({ audience }: EndedPull): readonly Listener[] | null {
  if (audience === null) return null;
  return audience.notices === undefined ? [] : (audience.notices.listeners ?? null);
}

function whoWantsAll(name: string): Listener {
  return { name, wants: NOTICE_EVENTS, quiet_seconds: null };
}

function toldTo(listeners: readonly Listener[] | null, news: PullNews): Told | undefined {
  return listeners === null ? news.told : toldAfter(listeners, news);
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
function isWanted(pull: EndedPull, news: PullNews): boolean {
  const { audience, report } = pull;
  const hasNews = isNews(newsOf({ ...pull, told: undefined }));
  if (audience === null) return hasNews && patched('news-of-a-failed-setup');
  const { notices } = audience;
  if (notices === undefined) return false;
  if (notices.pings && (report.outcome === 'delivered' || report.outcome === 'unchanged')) return true;
  const listeners = listenersOf(pull);
  if (listeners === null || news.told === undefined) return hasNews;
  const isDue = listeners.some((listener) => eventsFor(listener, news).length > 0);
  return isDue === hasNews || !patched('told-by-webhook') ? hasNews : isDue;
}

/** Whether there is something to tell, by the lines that are crossed between two pulls alone. */
function isNews(news: PullNews): boolean {
  return eventsOf(news).length > 0 || news.token_ends_at !== null || news.quiet !== null;
}
