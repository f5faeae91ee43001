import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  isCancellation,
  log,
  patched,
  setCurrentDetails,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import type { DedupedList, FetchedCewl, FreshCewl, SendReceipt, UnchangedCewl } from '../activities/interface';
import { advance, outputReport } from '../domain/state/advance';
import { withRenamedOutputs } from '../domain/changes/away-outputs';
import type { OutputDelivery } from '../domain/changes/delivery-plan';
import { errorInWords, type ErrorReport } from '../errors/error-report';
import { STATE_MEMO } from '../domain/message-names';
import { remember, type Outcome, type OutputReport, type PullReport } from '../domain/report/pull-report';
import type { OutputSettings, PullSettings } from '../domain/pull-settings';
import type { HeldList } from '../domain/guard/held-list';
import { EMPTY_STATE, type PullResult, type PullState } from '../domain/state/pull-state';
import { EMPTY_TALLY, outcomeOf, reportOf, type PullTally } from '../domain/report/pull-tally';
import { applyConfiguredReset } from '../domain/state/reset';
import { restoreState } from '../domain/state/restore-state';
import { sameState } from '../domain/state/same-state';
import { addSent, NOTHING_SENT, SENDER_SERVICES, senderOf, type SenderTotals } from '../domain/state/sender-totals';
import { checkStateSize, STATE_LIMIT_BYTES, stateSize } from '../domain/state/state-size';
import { reportOfFailure } from './failure-report';
import type { Messages } from './messages';
import { detailsInWords, logCompleted, logStatistics } from './pull-log';

/**
 * Temporal takes 2 MiB of memo (its default `limit.memoSize.error`); a larger one would make the task fail for ever.
 */
const MEMO_LIMIT_CHARACTERS = 1_500_000;

/** What one run has found out so far, and how it ends: by returning a state, or by leaving the old one in place. */
export class PullRun {
  readonly startedAt = Date.now();
  private before: PullState = EMPTY_STATE;
  private current: PullState = EMPTY_STATE;
  private tally: PullTally = EMPTY_TALLY;
  private restored = false;
  private outcome: Outcome = 'failed';
  private error: ErrorReport | null = null;
  /** Null until `setup` has said; a run may fail before. */
  private externalStorage: boolean | null = null;
  private periodSeconds: number | null = null;
  private configured: readonly OutputSettings[] = [];
  private senders: SenderTotals = NOTHING_SENT;

  constructor(private readonly messages: Messages) {}

  get state(): PullState {
    return this.current;
  }

  get startedAtIso(): string {
    return new Date(this.startedAt).toISOString();
  }

  /** Takes over what the run before returned, else the seed, else nothing, and the signals that waited. */
  restore(seed: PullState | undefined): void {
    const last = workflowInfo().lastResult;
    const carried = typeof last === 'object' && last !== null && 'state' in last ? last.state : last;
    this.before = restoreState(carried ?? seed);
    this.restored = true;
    this.become(this.messages.apply(this.before));
  }

  setUp(settings: PullSettings): void {
    this.externalStorage = settings.external_storage;
    this.periodSeconds = settings.period_seconds;
    this.configured = settings.outputs;
    this.count({ requests: settings.requests });
    // Signals that came meanwhile still count for this pull: it can still be asked for, until the list is.
    const told = applyConfiguredReset(this.messages.apply(this.current), settings.reset_persistence_auth);
    this.become(withRenamedOutputs(told, settings.outputs));
  }

  fetched(list: FetchedCewl): void {
    const { received, without_key, digest, origin } = list;
    const edition = origin?.edition;
    const requests = this.tally.requests + list.requests;
    this.tally = { ...this.tally, received, without_key, digest, requests, ...(edition && { edition }) };
  }

  compared(plan: DedupedList): void {
    const { added, changed, removed } = plan.changes;
    this.count({
      duplicates: plan.duplicates.length,
      added: added.length,
      changed: changed.length,
      removed: removed.length,
    });
  }

  /** No output could be looked at. */
  reachedNone(): void {
    this.tally = { ...this.tally, outputs: this.outputReports([], {}) };
    this.outcome = 'failed';
  }

  /**
   * Every output within reach has the list: nothing is held any more, and no reset is pending, whoever has left
   * meanwhile. It is not well when one could not be looked at; that one's reset is still to come.
   */
  unchanged({ origin }: UnchangedCewl): void {
    const outputs = this.outputReports([], {});
    this.outcome = outcomeOf(outputs);
    if (this.outcome !== 'unchanged') this.tally = { ...this.tally, outputs };
    const settled = this.configured.every(
      ({ name }) => this.current.outputs[name]?.digest === this.current.list.digest,
    );
    const list = { ...this.current.list, ...(origin && { origin }) };
    this.become({ ...this.polled(), list, held: null, deliver_all: this.current.deliver_all && !settled });
  }

  /**
   * The guard lets the list pass, so no other one is held any more, whatever becomes of its delivery. Its own release
   * stays until it is delivered. A list that was fetched by an older worker goes by the rules of then: the end of its
   * run may be in its history already.
   */
  passed({ digest, filled }: FreshCewl): void {
    const { held } = this.current;
    const staysReleased = held?.released && held.digest === digest;
    if (held === null || staysReleased || filled === undefined) return;
    this.become({ ...this.current, held: null });
  }

  hold(held: HeldList): void {
    if (this.configured.some(({ fault }) => fault !== undefined))
      this.tally = { ...this.tally, outputs: this.outputReports([], {}) };
    this.outcome = 'held';
    this.become({ ...this.polled(), held });
  }

  delivered(list: FreshCewl, plan: DedupedList, deliveries: readonly OutputDelivery[], receipt: SendReceipt): void {
    const now = new Date().toISOString();
    const outputs = this.outputReports(deliveries, receipt);
    for (const { requests } of Object.values(receipt)) this.count({ requests });
    this.tally = { ...this.tally, outputs, sent: Object.values(outputs).reduce((sum, { sent }) => sum + sent, 0) };
    this.senders = sendersOf(this.configured, outputs);
    this.outcome = outcomeOf(outputs);
    const from = this.outcome === 'failed' ? this.current : this.polled();
    const fresh = {
      digest: list.digest,
      rows: plan.rows,
      ledger: plan.ledger,
      filled: list.filled,
      origin: list.origin,
      tried: plan.tried,
      settled: plan.settled,
    };
    this.become(advance(from, fresh, this.configured, deliveries, receipt, now));
  }

  /**
   * Any error of any step. A cancellation is not an error: somebody ends the chain. A run that is cancelled returns
   * nothing, so what it has found out stands in its memo, for the case that the chain is started again.
   */
  fail(error: unknown): void {
    if (isCancellation(error)) {
      const isNews =
        this.restored && !sameState(this.current, this.before) && stateSize(this.current) < MEMO_LIMIT_CHARACTERS;
      if (isNews && patched('memo-of-a-cancelled-run')) upsertMemo({ [STATE_MEMO]: this.current });
      throw error;
    }
    this.outcome = 'failed';
    this.error = reportOfFailure(error);
  }

  /**
   * Ends the run. It throws only when the state that it would return equals the state that it got: a thrown failure
   * hands the old state on, and with it a signal that this run has consumed would be lost.
   */
  async finish(): Promise<PullResult<PullReport>> {
    const report = this.report();
    this.messages.answer(report.error && report.outcome === 'failed' ? { failure: failureOf(report) } : { report });
    await condition(allHandlersFinished);
    // Synchronous from here on: a signal that comes later makes the server redo this very task.
    if (this.restored) this.become(this.messages.apply(this.current));
    setCurrentDetails(detailsInWords(report, this.current));
    logStatistics(report, this.startedAt, this.current);
    logCompleted(report, this.startedAt, this.periodSeconds);
    // A state that cannot be read is handed on as it is, whatever was signalled: nothing may take its place.
    if (report.outcome === 'failed' && (!this.restored || sameState(this.current, this.before)))
      throw failureOf(report);
    return { report, state: this.closing(report) }; // the report first: that is how the Web UI shows it
  }

  private closing(report: PullReport): PullState {
    const { totals } = this.current;
    const state: PullState = {
      ...this.current,
      totals: {
        pulls: totals.pulls + 1,
        delivered: totals.delivered + (report.outcome === 'delivered' ? 1 : 0),
        sent: totals.sent + report.sent,
        senders: SENDER_SERVICES.reduce(
          (sum, name) => addSent(sum, name, this.senders[name].sent, this.senders[name].ms),
          totals.senders ?? NOTHING_SENT,
        ),
      },
      reports: remember(this.current.reports, report),
    };
    if (this.mayBeLarge()) return state;
    try {
      checkStateSize(state);
    } catch (error) {
      this.fail(error);
      const failed = failureOf(this.report());
      log.error(failed.message);
      throw failed;
    }
    return state;
  }

  /** A state that came in too large for a payload came from external storage, whatever else is known. */
  private mayBeLarge(): boolean {
    return this.externalStorage ?? stateSize(this.before) > STATE_LIMIT_BYTES;
  }

  private report(): PullReport {
    const times = { runId: workflowInfo().runId, startedAt: this.startedAt, endedAt: Date.now() };
    const report = reportOf(this.tally, this.outcome, this.current, times);
    return { ...report, error: this.error ?? report.error };
  }

  private outputReports(deliveries: readonly OutputDelivery[], receipt: SendReceipt): Record<string, OutputReport> {
    const now = new Date().toISOString();
    const reports: Record<string, OutputReport> = {};
    for (const output of this.configured) {
      reports[output.name] = outputReport(
        output,
        deliveries.find(({ name }) => name === output.name),
        receipt[output.name],
        now,
      );
    }
    return reports;
  }

  private polled(): PullState {
    return { ...this.current, last_polled_time: this.startedAt / 1000 };
  }

  private become(state: PullState): void {
    this.current = state;
    this.messages.show(state);
  }

  private count(numbers: Partial<Pick<PullTally, 'requests' | 'duplicates' | 'added' | 'changed' | 'removed'>>): void {
    const { requests = 0, ...others } = numbers;
    this.tally = { ...this.tally, ...others, requests: this.tally.requests + requests };
  }
}

/** What each sender service delivered in this pull. */
function sendersOf(
  configured: readonly OutputSettings[],
  outputs: Readonly<Record<string, OutputReport>>,
): SenderTotals {
  return configured.reduce(
    (sum, { name, holds }) => addSent(sum, senderOf(holds), outputs[name]?.sent ?? 0, outputs[name]?.ms ?? 0),
    NOTHING_SENT,
  );
}

/** The run's failure: number, message and remedy in the words of the catalogue, and the report for programs. */
function failureOf(report: PullReport): ApplicationFailure {
  const error = report.error ?? reportOfFailure(new Error('no reason was given'));
  return ApplicationFailure.create({
    message: errorInWords(error),
    type: error.name,
    nonRetryable: true,
    details: [error, report],
  });
}
