import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  isCancellation,
  log,
  patched,
  upsertMemo,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import { STATE_MEMO } from '../domain/message-names';
import type { Told } from '../domain/notices/told';
import type { Audience, ServiceRef } from '../domain/pull-settings';
import { attributesOf } from '../domain/report/search-attributes';
import type { PullReport } from '../domain/report/pull-report';
import type { AnyState } from '../domain/state/any-state';
import type { PullResult } from '../domain/state/pull-state';
import { sameState } from '../domain/state/same-state';
import { checkStateSize, STATE_LIMIT_BYTES, stateSize } from '../domain/state/state-size';
import { errorInWords, type ErrorReport } from '../errors/error-report';
import { audienceInFailure, reportOfFailure } from './failure-report';
import { insistOnService } from './insist-on-service';
import type { Messages } from './messages';

/**
 * Temporal takes 2 MiB of memo (its default `limit.memoSize.error`); a larger one would make the task fail for ever.
 */
const MEMO_LIMIT_CHARACTERS = 1_500_000;

/** One run of a pull of any kind: what it carries, and how it begins and ends. What happens between is its `story`. */
export abstract class PullRun<State extends AnyState> {
  readonly startedAt = Date.now();
  private before: State;
  private current: State;
  private restored = false;
  /** Why the run failed on its way, or null. */
  protected error: ErrorReport | null = null;
  /** What it was started for; null when its input does not say. */
  protected service: ServiceRef | null = null;
  private heardOfFailure: Audience | null = null;
  /** What webhooks had been told of all that lasts when it began; undefined when that is not known. */
  protected toldBefore: Told | undefined;

  /** @param messages what it is told; listened for on the very first line of a workflow */
  constructor(
    empty: State,
    protected readonly messages: Messages<State>,
  ) {
    this.before = empty;
    this.current = empty;
  }

  /** The state that this run would hand to the next. */
  get state(): State {
    return this.current;
  }

  /** Reads a state that was carried, or nothing. Throws CollectorError. */
  protected abstract read(carried: unknown): State;
  /** All that happens between beginning and end. */
  protected abstract story(service: ServiceRef): Promise<void>;
  protected abstract report(): PullReport;
  /** Tells of the end: in the log, and in the details that the Web UI shows. */
  protected abstract tell(report: PullReport): void;
  /** Tells others of the pull, and says what has been told then. Nothing may depend on it. */
  protected tellOthers(_report: PullReport): Promise<Told | undefined> {
    return Promise.resolve(this.toldBefore);
  }

  /** The state with this pull among its sums. */
  protected abstract closed(report: PullReport): State;
  /** What the run was told of its configuration; null when `setup` has not come to its end. */
  protected abstract told(): (Audience & { readonly external_storage: boolean }) | null;
  /** What happened, in one line. */
  protected abstract summary(report: PullReport): string;
  /** The patch under which a cancelled run keeps its state; null when it always has. */
  protected abstract readonly memoPatch: string | null;

  /** What those are told who asked for a pull. */
  protected answer(): PullReport {
    return this.report();
  }

  /** The report of the whole run. @param answered what was answered before the last signals came */
  protected lastReport(answered: PullReport): PullReport {
    return answered;
  }

  /** Those who are told of this run; null when nobody has said who they are. */
  protected audience(): Audience | null {
    return this.told() ?? this.heardOfFailure;
  }

  protected become(state: State): void {
    this.current = state;
    this.messages.show(state);
  }

  /** Applies the signals that have come meanwhile. */
  protected hear(): void {
    this.become(this.messages.apply(this.current));
  }

  /**
   * Runs the pull. It begins with what the run before returned, else the seed, else nothing, and with the signals that
   * waited.
   */
  async run(given: unknown, seed: unknown): Promise<PullResult<PullReport, State>> {
    try {
      const service = insistOnService(given);
      this.service = service;
      const last = workflowInfo().lastResult;
      const carried: unknown = typeof last === 'object' && last !== null && 'state' in last ? last.state : last;
      this.before = this.read(carried ?? seed);
      this.current = this.before;
      this.restored = true;
      this.toldBefore = toldUntil(this.before, workflowInfo().lastFailure);
      this.hear();
      await this.story(service);
    } catch (error) {
      if (isCancellation(error)) {
        this.keepInMemo();
        throw error;
      }
      this.error = reportOfFailure(error);
      this.heardOfFailure = audienceInFailure(error);
    }
    return this.end();
  }

  /**
   * Ends the run. It throws only when the state that it would return equals the state that it got: a thrown failure
   * hands the old state on, and with it a signal that this run has consumed would be lost.
   */
  private async end(): Promise<PullResult<PullReport, State>> {
    const answer = this.answer();
    this.messages.answer(
      answer.error && answer.outcome === 'failed' ? { failure: failureOf(answer) } : { report: answer },
    );
    await condition(allHandlersFinished);
    const told = await this.tellOthers(answer);
    // Synchronous from here on: a signal that comes later makes the server redo this very task.
    if (this.restored) this.hear();
    const report = this.lastReport(answer);
    this.tell(report);
    this.showInLists(report);
    // A state that cannot be read is handed on as it is, whatever was signalled: nothing may take its place.
    if (report.outcome === 'failed' && (!this.restored || sameState(this.current, this.before)))
      throw failureOf(report, told);
    const closed = { ...this.closed(report), ...(told && { told }) };
    return { report, state: this.smallEnough(closed, report) }; // the report first, for the Web UI
  }

  /** Temporal's lists of runs can be filtered by what is written here. What it has not been told of stays unwritten. */
  private showInLists(report: PullReport): void {
    const names = this.audience()?.search_attributes ?? [];
    if (this.service === null || names.length === 0 || !patched('search-attributes')) return;
    const values = attributesOf(this.service, report, this.summary(report));
    upsertSearchAttributes(
      names.map((name) => ({ key: defineSearchAttributeKey(name, 'KEYWORD'), value: values[name] })),
    );
  }

  /** A run that is cancelled returns nothing: what it has found out waits for the case that the chain begins again. */
  private keepInMemo(): void {
    const isNews =
      this.restored && !sameState(this.current, this.before) && stateSize(this.current) < MEMO_LIMIT_CHARACTERS;
    if (isNews && (this.memoPatch === null || patched(this.memoPatch))) upsertMemo({ [STATE_MEMO]: this.current });
  }

  /** A state that came in too large for a payload came from external storage, whatever else is known. */
  private smallEnough(state: State, report: PullReport): State {
    if (this.told()?.external_storage ?? stateSize(this.before) > STATE_LIMIT_BYTES) return state;
    try {
      checkStateSize(state);
      return state;
    } catch (error) {
      const failed = failureOf({ ...report, outcome: 'failed', held: null, error: reportOfFailure(error) });
      log.error(failed.message);
      throw failed;
    }
  }
}

/**
 * The run's failure: number, message and remedy in the words of the catalogue, and the report for programs. What has
 * been told goes with it: it is no part of the state, which is handed on as it was.
 */
function failureOf(report: PullReport, told?: Told): ApplicationFailure {
  const error = report.error ?? reportOfFailure(new Error('no reason was given'));
  return ApplicationFailure.create({
    message: errorInWords(error),
    type: error.name,
    nonRetryable: true,
    details: [error, report, ...(told === undefined ? [] : [{ told }])],
  });
}

/**
 * What has been told until now. A run that failed says it in its failure; one that was ended from outside has told
 * nobody. Undefined for a state, or a failure, of before this was remembered.
 */
function toldUntil({ told }: AnyState, failure: unknown): Told | undefined {
  if (!(failure instanceof ApplicationFailure)) return told;
  const said: unknown = failure.details?.[2];
  // These details are our own: `failureOf` wrote them.
  return typeof said === 'object' && said !== null && 'told' in said ? (said.told as Told) : undefined;
}
