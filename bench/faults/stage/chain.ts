import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { pullNow, type PullAnswer } from '../../../client/chain/pull-now';
import { listStateOf, type AnyState } from '../../../domain/state/any-state';
import { EVENTS_WORKFLOW_TYPE, RELEASE_SIGNAL, RESET_SIGNAL, WORKFLOW_TYPE } from '../../../domain/message-names';
import type { PullState } from '../../../domain/state/pull-state';
import { RUN_LIMIT_MS } from '../../../domain/time-limits';
import { dataConverter, loadedDataConverter } from '../../../engine/payloads/data-converter';
import {
  readRunEnd,
  readRunStart,
  type HistoryReader,
  type RunEnd,
  type RunStart,
} from '../../../engine/histories/run-events';

const STARTED = temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_STARTED;

/** What a chain pulls. */
interface ChainKind {
  readonly workflowType: string;
  readonly input: string;
  readonly service: string;
}

export const LIST_CHAIN: ChainKind = { workflowType: WORKFLOW_TYPE, input: 'ctci', service: 'cewl' };
export const EVENTS_CHAIN: ChainKind = {
  workflowType: EVENTS_WORKFLOW_TYPE,
  input: 'threatquotient_data_puller',
  service: 'events',
};

/** Where a chain lives. */
interface ChainPlace {
  readonly workflowId: string;
  readonly taskQueue: string;
}

/** One service's cron, seen from outside and past the proxies. */
export class Chain {
  private constructor(
    readonly reader: HistoryReader,
    readonly place: ChainPlace,
    private readonly kind: ChainKind,
  ) {}

  /** @param id of the collector, by which its workers hear of the chain */
  static async at(address: string, id: string, kind: ChainKind): Promise<Chain> {
    const connection = await Connection.connect({ address });
    const client = new Client({ connection, dataConverter: dataConverter() });
    const place = {
      workflowId: `faults-${id}-${kind.input}-${kind.service}`,
      taskQueue: `ctci-collector-faults-${id}`,
    };
    return new Chain({ client, converter: loadedDataConverter() }, place, kind);
  }

  get handle(): WorkflowHandle {
    return this.reader.client.workflow.getHandle(this.place.workflowId);
  }

  /** @param seed any object: a state of another version is one of the things to try */
  async start(cronSchedule: string, seed?: object): Promise<void> {
    const { workflowType, input, service } = this.kind;
    const ref = { input, service };
    await this.reader.client.workflow.start(workflowType, {
      ...this.place,
      cronSchedule,
      workflowRunTimeout: RUN_LIMIT_MS,
      args: seed === undefined ? [ref] : [ref, seed],
    });
  }

  /** Asks for a pull and waits for its report. */
  async pull(timeoutMs = 120_000): Promise<PullAnswer> {
    return pullNow(this.reader, this.place.workflowId, timeoutMs, { waitFor: (_what, work) => work });
  }

  async reset(value: string): Promise<void> {
    await this.handle.signal(RESET_SIGNAL, value);
  }

  async release(digest: string): Promise<void> {
    await this.handle.signal(RELEASE_SIGNAL, digest);
  }

  async runId(): Promise<string> {
    return (await this.handle.describe()).runId;
  }

  async current(): Promise<RunStart> {
    return readRunStart(this.reader, this.place.workflowId, await this.runId());
  }

  /** The state that the next pull will find, or null before the first one. */
  async state(): Promise<PullState | null> {
    return listStateOf(await this.carried());
  }

  /** The same of either kind. */
  async carried(): Promise<AnyState | null> {
    return (await this.current()).carried?.state ?? null;
  }

  async endOf(runId: string): Promise<RunEnd | null> {
    return readRunEnd(this.reader, this.place.workflowId, runId);
  }

  /** Whether a step of the current run has been given to a worker and is not over. */
  async isAt(step: string): Promise<boolean> {
    return (await this.attemptAt(step)) > 0;
  }

  /** Which attempt of a step of the current run a worker has now; 0 when none has. */
  async attemptAt(step: string): Promise<number> {
    const { raw } = await this.handle.describe();
    return raw.pendingActivities?.find((one) => one.activityType?.name === step && one.state === STARTED)?.attempt ?? 0;
  }

  /** What a step of the current run has last told Temporal, as JSON; empty when it has told nothing. */
  async heartbeatOf(step: string): Promise<string> {
    const { raw } = await this.handle.describe();
    const details =
      raw.pendingActivities?.find((one) => one.activityType?.name === step)?.heartbeatDetails?.payloads ?? [];
    return details.map(({ data }) => Buffer.from(data ?? []).toString('utf8')).join();
  }

  /** How often a step of the last run that has ended was begun: by its history, which tells of the last attempt. */
  async attemptsOf(step: string): Promise<number> {
    const maker = (await this.carried())?.reports.at(-1)?.run_id;
    const { events } = await this.reader.client.workflow.getHandle(this.place.workflowId, maker).fetchHistory();
    const scheduled = events?.find(
      (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === step,
    )?.eventId;
    const started = events?.find(
      ({ activityTaskStartedEventAttributes: one }) => one?.scheduledEventId?.toString() === scheduled?.toString(),
    );
    return started?.activityTaskStartedEventAttributes?.attempt ?? 0;
  }

  async close(): Promise<void> {
    await this.handle.terminate('the history is over').catch(() => undefined);
    await this.reader.client.connection.close();
  }
}
