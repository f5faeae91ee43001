import { log, setCurrentDetails, workflowInfo } from '@temporalio/workflow';
import { eventsReport } from '../../domain/events/events-report';
import type { EventsSettings } from '../../domain/events/events-settings';
import type { EventsOrder, EventsReceipt } from '../../domain/events/events-step';
import { applyConfiguredEventsReset } from '../../domain/events/state/events-reset';
import { EMPTY_EVENTS_STATE, type EventsState } from '../../domain/events/state/events-state';
import { restoreEventsState } from '../../domain/events/state/restore-events-state';
import { NO_NAMED_KEYS } from '../../domain/notices/pull-news';
import type { Told } from '../../domain/notices/told';
import { prePull } from '../../domain/events/walk/pre-pull';
import type { ServiceRef } from '../../domain/pull-settings';
import type { PullReport } from '../../domain/report/pull-report';
import { shownInMarkdown } from '../../domain/report/shown-text';
import { eventsNumbers, summaryOf } from '../../domain/report/summary';
import { closedState } from '../../domain/state/closed-state';
import { addSent, NOTHING_SENT } from '../../domain/state/sender-totals';
import { errorInWords } from '../../errors/error-report';
import type { Messages } from '../messages';
import { PullRun } from '../pull-run';
import { tellNews } from '../tell-news';
import { walkEvents } from './walk-events';

/** A run of a service of events. */
export class EventsRun extends PullRun<EventsState> {
  protected readonly memoPatch = null;
  private settings: EventsSettings | null = null;
  private receipts: EventsReceipt[] = [];
  /** The state that the run began with. */
  private begun = EMPTY_EVENTS_STATE;
  /**
   * Since when, and behind how many receipts, a pull is under way that somebody asked for: its answer counts nothing
   * of before.
   */
  private asked = { at: this.startedAt, receipts: 0 };

  constructor(messages: Messages<EventsState>) {
    super(EMPTY_EVENTS_STATE, messages);
  }

  protected read(carried: unknown): EventsState {
    return restoreEventsState(carried);
  }

  protected story(service: ServiceRef): Promise<void> {
    this.begun = this.state;
    return walkEvents(service, this);
  }

  /** Whether somebody waits for a pull. */
  isAskedFor(): boolean {
    return this.messages.asked() > 0;
  }

  /** Whether a signal has come that is not applied yet. */
  hasSignals(): boolean {
    return this.messages.hasSignals();
  }

  /** From now on a pull is refused to whoever asks: the events have been asked for. */
  closeDoor(): void {
    this.messages.closeDoor();
  }

  /** The first lines of all, as Devo's collector says them when it starts. */
  begin({ input, service }: ServiceRef): void {
    if (this.state.cursor !== null) return;
    const id = `${workflowInfo().workflowId},${input},${service}#predefined`;
    log.info(`[SETUP] ThreatQuotientDataPullerSetup(${id}) - Starting thread`);
    log.info(`[INPUT] ThreatQuotientDataPuller(${id}) - Starting thread`);
    log.warn('Waiting until setup will be executed');
  }

  setUp(settings: EventsSettings): void {
    this.settings = settings;
    this.hear(); // signals that came meanwhile still count
    this.become(applyConfiguredEventsReset(this.state, settings.reset_persistence_auth));
    this.prePull(settings);
    const { period_seconds: seconds } = settings;
    log.info(seconds === null ? 'Starting data collection' : `Starting data collection every ${seconds} seconds`);
  }

  /** What comes now is a pull of its own. */
  beginAnew(settings: EventsSettings): void {
    this.asked = { at: Date.now(), receipts: this.receipts.length };
    this.hear();
    this.prePull(settings);
  }

  /** @param until walks begin every period until then, epoch milliseconds; null for one walk */
  order(until: number | null): EventsOrder {
    const { cursor, seen, window, ahead, not_before: notBefore, reset_persistence_auth, last_polled_time } = this.state;
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
    const { ahead: _before, ...current } = this.state;
    this.become({
      ...current,
      cursor,
      seen,
      window: window ?? null,
      last_polled_time: polledAt ?? this.state.last_polled_time,
      ...(ahead && { ahead }),
    });
  }

  protected override answer(): PullReport {
    return this.reportOf(this.receipts.slice(this.asked.receipts), this.asked.at);
  }

  protected report(): PullReport {
    return this.reportOf(this.receipts, this.startedAt);
  }

  protected override lastReport(): PullReport {
    return this.report();
  }

  protected tell(report: PullReport): void {
    setCurrentDetails(detailsInWords(report, this.state));
    if (report.error === null) return;
    log.error(errorInWords(report.error));
    log.info(`Data collection failed. Elapsed time: ${(report.duration_ms / 1000).toFixed(3)} seconds`);
  }

  protected override async tellOthers(): Promise<Told | undefined> {
    const { service, begun: before, startedAt, toldBefore: told } = this;
    const ended = { audience: this.audience(), token: null, report: this.report() };
    const news = { ...ended, before, list: null, named: NO_NAMED_KEYS, told, startedAt };
    return service === null ? told : tellNews({ service, ...news });
  }

  protected closed(report: PullReport): EventsState {
    const ms = Object.values(report.outputs).reduce((sum, output) => sum + output.ms, 0);
    return closedState(this.state, report, addSent(NOTHING_SENT, 'standard', report.sent, ms));
  }

  protected told(): EventsSettings | null {
    return this.settings;
  }

  protected summary(report: PullReport): string {
    return summaryOf(report, eventsNumbers(report));
  }

  private prePull({ historical }: EventsSettings): void {
    if (this.state.cursor !== null) return;
    log.info('PrePull Started');
    const begun = prePull(this.state, historical, this.startedAt / 1000);
    this.become(begun);
    log.info('PrePull terminated');
    if (historical === null)
      log.info(`No historical_poll_datetime is configured: events begin a day ago, at ${begun.cursor ?? ''}`);
  }

  private reportOf(receipts: readonly EventsReceipt[], startedAt: number): PullReport {
    return eventsReport({
      runId: workflowInfo().runId,
      startedAt,
      endedAt: Date.now(),
      outputs: this.settings?.outputs ?? [],
      receipts,
      requests: this.settings?.requests ?? 0,
      error: this.error,
      sentBefore: this.state.totals.sent,
    });
  }
}

/** What the Web UI shows of a run, in words. */
function detailsInWords(report: PullReport, state: EventsState): string {
  const lines = [`**${report.outcome}**: ${eventsNumbers(report)}; delivered up to ${state.cursor ?? 'nothing'}`];
  if (report.error !== null) lines.push(shownInMarkdown(errorInWords(report.error)));
  if (state.cursor === null) lines.push('A reset is pending: the next pull begins at the historical date.');
  return lines.join('\n\n');
}
