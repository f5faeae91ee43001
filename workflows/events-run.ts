import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  isCancellation,
  log,
  setCurrentDetails,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import { errorInWords, type ErrorReport } from '../errors/error-report';
import { eventsReport } from '../domain/events/events-report';
import { applyConfiguredEventsReset } from '../domain/events/state/events-reset';
import type { EventsSettings } from '../domain/events/events-settings';
import { EMPTY_EVENTS_STATE, type EventsState } from '../domain/events/state/events-state';
import type { EventsOrder, EventsReceipt } from '../domain/events/events-step';
import { prePull } from '../domain/events/walk/pre-pull';
import { restoreEventsState } from '../domain/events/state/restore-events-state';
import { STATE_MEMO } from '../domain/message-names';
import { remember, type PullReport } from '../domain/report/pull-report';
import type { PullResult } from '../domain/state/pull-state';
import { CollectorError } from '../errors/collector-error';
import { sameState } from '../domain/state/same-state';
import { addSent, NOTHING_SENT } from '../domain/state/sender-totals';
import { shownInMarkdown } from '../domain/report/shown-text';
import { STATE_LIMIT_BYTES, stateSize } from '../domain/state/state-size';
import { count } from '../domain/report/words';
import { reportOfFailure } from './failure-report';
import type { Messages } from './messages';

/** What one run of a service of events has found out so far, and how it ends. */
export class EventsRun {
  private readonly startedAt = Date.now();
  private before: EventsState = EMPTY_EVENTS_STATE;
  private current: EventsState = EMPTY_EVENTS_STATE;
  private restored = false;
  private settings: EventsSettings | null = null;
  private receipts: EventsReceipt[] = [];
  /**
   * Since when, and behind how many receipts, a pull is under way that somebody asked for: its answer counts nothing
   * of before.
   */
  private asked = { at: this.startedAt, receipts: 0 };
  private error: ErrorReport | null = null;

  constructor(private readonly messages: Messages<EventsState>) {}

  get state(): EventsState {
    return this.current;
  }

  /** Takes over what the run before returned, else the seed, else nothing, and the signals that waited. */
  restore(seed: unknown): void {
    const last = workflowInfo().lastResult;
    const carried: unknown = typeof last === 'object' && last !== null && 'state' in last ? last.state : last;
    this.before = restoreEventsState(carried ?? seed);
    this.restored = true;
    this.become(this.messages.apply(this.before));
  }

  setUp(settings: EventsSettings): void {
    this.settings = settings;
    this.become(applyConfiguredEventsReset(this.messages.apply(this.current), settings.reset_persistence_auth));
    this.begin(settings);
    const { period_seconds: seconds } = settings;
    log.info(seconds === null ? 'Starting data collection' : `Starting data collection every ${seconds} seconds`);
  }

  /** What comes now is a pull of its own. */
  beginAnew(settings: EventsSettings): void {
    this.asked = { at: Date.now(), receipts: this.receipts.length };
    this.become(this.messages.apply(this.current));
    this.begin(settings);
  }

  /** @param until walks begin every period until then, epoch milliseconds; null for one walk */
  order(until: number | null): EventsOrder {
    const {
      cursor,
      seen,
      window,
      ahead,
      not_before: notBefore,
      reset_persistence_auth,
      last_polled_time,
    } = this.current;
    if (cursor === null) throw new Error('no place to begin from was set');
    return {
      progress: { cursor, seen, window: window ?? null },
      not_before: notBefore ?? cursor,
      until,
      reset_persistence_auth,
      last_polled_time,
      ...(ahead && { ahead }),
    };
  }

  /** What a step has confirmed. */
  reached(receipt: EventsReceipt): void {
    this.receipts.push(receipt);
    const { progress, polled_at: polledAt, ahead } = receipt.reached;
    const { cursor, seen, window } = progress;
    const { ahead: _before, ...current } = this.current;
    this.become({
      ...current,
      cursor,
      seen,
      window: window ?? null,
      last_polled_time: polledAt ?? this.current.last_polled_time,
      ...(ahead && { ahead }),
    });
  }

  /**
   * Any error of any step. A run that is cancelled returns nothing, so what it has found out stands in its memo, for
   * the case that the chain is started again.
   */
  fail(error: unknown): void {
    if (isCancellation(error)) {
      if (this.restored && !sameState(this.current, this.before)) upsertMemo({ [STATE_MEMO]: this.current });
      throw error;
    }
    this.error = reportOfFailure(error);
  }

  /** Ends the run. It throws only when the state that it would return equals the state that it got. */
  async finish(): Promise<PullResult<PullReport, EventsState>> {
    const answer = this.report(this.receipts.slice(this.asked.receipts), this.asked.at);
    this.messages.answer(
      answer.error && answer.outcome === 'failed' ? { failure: failureOf(answer) } : { report: answer },
    );
    await condition(allHandlersFinished);
    // Synchronous from here on: a signal that comes later makes the server redo this very task.
    if (this.restored) this.become(this.messages.apply(this.current));
    const report = this.report(this.receipts, this.startedAt);
    setCurrentDetails(detailsInWords(report, this.current));
    if (report.error !== null) {
      log.error(errorInWords(report.error));
      log.info(`Data collection failed. Elapsed time: ${(report.duration_ms / 1000).toFixed(3)} seconds`);
    }
    if (report.outcome === 'failed' && (!this.restored || sameState(this.current, this.before)))
      throw failureOf(report);
    return { report, state: this.closing(report) }; // the report first: that is how the Web UI shows it
  }

  private begin({ historical }: EventsSettings): void {
    if (this.current.cursor !== null) return;
    log.info('PrePull Started');
    const begun = prePull(this.current, historical, this.startedAt / 1000);
    this.become(begun);
    log.info('PrePull terminated');
    if (historical === null)
      log.info(`No historical_poll_datetime is configured: events begin a day ago, at ${begun.cursor ?? ''}`);
  }

  private closing(report: PullReport): EventsState {
    const { totals } = this.current;
    const ms = Object.values(report.outputs).reduce((sum, output) => sum + output.ms, 0);
    const state: EventsState = {
      ...this.current,
      totals: {
        pulls: totals.pulls + 1,
        delivered: totals.delivered + (report.outcome === 'delivered' ? 1 : 0),
        sent: totals.sent + report.sent,
        senders: addSent(totals.senders ?? NOTHING_SENT, 'standard', report.sent, ms),
      },
      reports: remember(this.current.reports, report),
    };
    const size = stateSize(state);
    if (size <= STATE_LIMIT_BYTES || this.settings?.external_storage === true) return state;
    throw failureOf({
      ...report,
      error: new CollectorError('state_too_large', { seen: `${size} bytes, at most ${STATE_LIMIT_BYTES}` }).report(),
    });
  }

  private report(receipts: readonly EventsReceipt[], startedAt: number): PullReport {
    return eventsReport({
      runId: workflowInfo().runId,
      startedAt,
      endedAt: Date.now(),
      outputs: this.settings?.outputs ?? [],
      receipts,
      requests: this.settings?.requests ?? 0,
      error: this.error,
      sentBefore: this.current.totals.sent,
    });
  }

  private become(state: EventsState): void {
    this.current = state;
    this.messages.show(state);
  }
}

function failureOf(report: PullReport): ApplicationFailure {
  const error = report.error ?? reportOfFailure(new Error('no reason was given'));
  return ApplicationFailure.create({
    message: errorInWords(error),
    type: error.name,
    nonRetryable: true,
    details: [error, report],
  });
}

/** What the Web UI shows of a run, in words. */
function detailsInWords(report: PullReport, state: EventsState): string {
  const lines = [
    `**${report.outcome}**: ${count(report.received)} events received, ${count(report.duplicates)} known, ${count(report.sent)} sent; delivered up to ${state.cursor ?? 'nothing'}`,
  ];
  if (report.error !== null) lines.push(shownInMarkdown(errorInWords(report.error)));
  if (state.cursor === null) lines.push('A reset is pending: the next pull begins at the historical date.');
  return lines.join('\n\n');
}
