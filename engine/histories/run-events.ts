import type { Client } from '@temporalio/client';
import type { LoadedDataConverter } from '@temporalio/common';
import {
  decodeArrayFromPayloads,
  decodeOptionalFailureToOptionalError,
  walkGetWorkflowExecutionHistoryResponse,
  walkGetWorkflowExecutionHistoryReverseResponse,
} from '../private-sdk';
import { temporal } from '@temporalio/proto';
import type { CollectorError } from '../../errors/collector-error';
import type { PullReport } from '../../domain/report/pull-report';
import type { AnyState } from '../../domain/state/any-state';
import type { PullResult } from '../../domain/state/pull-state';
import { Unreadable } from '../../domain/unreadable';
import { keyIdOf } from '../encryption/encrypting-codec';
import { missingKeyIn, namingRun } from '../encryption/encryption-error';
import { resolveClaims } from '../external-storage/resolve-claims';
import { stateUnreadable } from '../external-storage/storage-error';
import { dateOf, millisecondsOf } from '../proto-time';
import { abortable } from './abortable';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
const { EventType, HistoryEventFilterType } = temporal.api.enums.v1;

/** What a run was given: event 1 of its history. Readable while the run waits, when queries are not. */
export interface RunStart {
  readonly runId: string;
  readonly firstRunId: string;
  /** What the run before returned, or null. */
  readonly carried: PullResult<PullReport, AnyState> | null;
  /** Arguments of the workflow: the service, and perhaps a seed state. */
  readonly seed: AnyState | null;
  /**
   * Why neither can be had although the run was given one: it cannot be read, or its key is not here. Never to be taken
   * for an empty state.
   */
  readonly lost: CollectorError | null;
  /** Why the run before failed, when it did. */
  readonly lastFailure: Error | null;
  /** Id of the key that the arguments are encrypted with; null in clear. They are the same in all runs of a chain. */
  readonly keyOfArguments: string | null;
  readonly cron: string;
  readonly startedAt: Date;
  /** When its first task is due. */
  readonly dueAt: Date;
}

export type RunEndKind = 'completed' | 'failed' | 'timed_out' | 'terminated' | 'canceled';

/** How a run ended: the last event of its history. */
export interface RunEnd {
  readonly kind: RunEndKind;
  readonly result: PullResult<PullReport, AnyState> | null;
  readonly failure: Error | null;
  /** The run that the cron goes on with, or null when the chain has ended. */
  readonly nextRunId: string | null;
  readonly at: Date;
}

/** A Temporal client with what it takes to read raw events. */
export interface HistoryReader {
  readonly client: Client;
  readonly converter: LoadedDataConverter;
}

/** Reads how a run began. Throws the service's error when there is no such run. */
export async function readRunStart(reader: HistoryReader, workflowId: string, runId: string): Promise<RunStart> {
  const { client } = reader;
  const response = await client.workflowService.getWorkflowExecutionHistory({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 1,
  });
  await resolveClaims(reader.converter, response, walkGetWorkflowExecutionHistoryResponse);
  const event = response.history?.events?.[0];
  const started = event?.workflowExecutionStartedEventAttributes;
  if (!event || !started) throw new Error(`Run ${runId} of ${workflowId} has no first event`);
  const given = await readGiven(reader, workflowId, runId, started);
  const startedAt = dateOf(event.eventTime);
  return {
    runId,
    firstRunId: started.firstExecutionRunId ?? runId,
    ...given,
    keyOfArguments: firstKeyId(started.input?.payloads),
    cron: started.cronSchedule ?? '',
    startedAt,
    dueAt: new Date(startedAt.getTime() + millisecondsOf(started.firstWorkflowTaskBackoff)),
  };
}

function firstKeyId(payloads: readonly temporal.api.common.v1.IPayload[] | null | undefined): string | null {
  for (const payload of payloads ?? []) {
    const id = keyIdOf(payload);
    if (id !== null) return id;
  }
  return null;
}

type Given = Pick<RunStart, 'carried' | 'seed' | 'lost' | 'lastFailure'>;

async function readGiven(
  { converter }: HistoryReader,
  workflowId: string,
  runId: string,
  started: temporal.api.history.v1.IWorkflowExecutionStartedEventAttributes,
): Promise<Given> {
  try {
    return await namingRun(workflowId, runId, async () => {
      const [, seed] = await decodeArrayFromPayloads(converter, started.input?.payloads);
      const [carried] = await decodeArrayFromPayloads(converter, started.lastCompletionResult?.payloads);
      const lost = lossOf(carried ?? seed);
      return {
        // The workflow's own return value and input: nothing else is written there.
        carried: lost ? null : ((carried as PullResult<PullReport, AnyState> | undefined) ?? null),
        seed: lost ? null : ((seed as AnyState | undefined) ?? null),
        lost,
        lastFailure: (await decodeOptionalFailureToOptionalError(converter, started.continuedFailure)) ?? null,
      };
    });
  } catch (error) {
    const lost = missingKeyIn(error);
    if (lost === null) throw error;
    return { carried: null, seed: null, lost, lastFailure: null };
  }
}

/**
 * Reads how a run ended. With `wait` it waits for the end by long polls, until the signal aborts; without, a run that
 * still works gives null.
 */
export async function readRunEnd(
  reader: HistoryReader,
  workflowId: string,
  runId: string,
  wait?: AbortSignal,
): Promise<RunEnd | null> {
  return namingRun(workflowId, runId, () =>
    wait ? awaitEnd(reader, workflowId, runId, wait) : readLastEvent(reader, workflowId, runId),
  );
}

async function awaitEnd(
  reader: HistoryReader,
  workflowId: string,
  runId: string,
  wait: AbortSignal,
): Promise<RunEnd | null> {
  const { client } = reader;
  let nextPageToken: Uint8Array | null | undefined;
  for (;;) {
    const request = {
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      historyEventFilterType: HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT,
      waitNewEvent: true,
      ...(nextPageToken && { nextPageToken }),
    };
    const call = () => client.workflowService.getWorkflowExecutionHistory(request);
    const response = await abortable(wait, (signal) => client.connection.withAbortSignal(signal, call));
    await resolveClaims(reader.converter, response, walkGetWorkflowExecutionHistoryResponse);
    const event = response.history?.events?.at(-1);
    const end = event && (await endOf(reader, event));
    if (end) return end;
    nextPageToken = response.nextPageToken.length ? response.nextPageToken : null;
  }
}

/**
 * Asked for the close event alone, the server waits for it up to 20 s, told to or not; the newest event it gives at
 * once.
 */
async function readLastEvent(reader: HistoryReader, workflowId: string, runId: string): Promise<RunEnd | null> {
  const { client } = reader;
  const response = await client.workflowService.getWorkflowExecutionHistoryReverse({
    namespace: client.options.namespace,
    execution: { workflowId, runId },
    maximumPageSize: 1,
  });
  await resolveClaims(reader.converter, response, walkGetWorkflowExecutionHistoryReverseResponse);
  const [event] = response.history?.events ?? [];
  return event ? endOf(reader, event) : null;
}

async function endOf(reader: HistoryReader, event: HistoryEvent): Promise<RunEnd | null> {
  const none = { result: null, failure: null, nextRunId: null, at: dateOf(event.eventTime) };
  switch (event.eventType) {
    case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED: {
      const attributes = event.workflowExecutionCompletedEventAttributes;
      return {
        ...none,
        kind: 'completed',
        result: await resultOf(reader, attributes?.result),
        nextRunId: attributes?.newExecutionRunId || null,
      };
    }
    case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_FAILED: {
      const attributes = event.workflowExecutionFailedEventAttributes;
      const failure = await decodeOptionalFailureToOptionalError(reader.converter, attributes?.failure);
      return { ...none, kind: 'failed', failure: failure ?? null, nextRunId: attributes?.newExecutionRunId || null };
    }
    case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT:
      return {
        ...none,
        kind: 'timed_out',
        nextRunId: event.workflowExecutionTimedOutEventAttributes?.newExecutionRunId || null,
      };
    case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED:
      return { ...none, kind: 'terminated' };
    case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED:
      return { ...none, kind: 'canceled' };
    case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW:
      return endOfCronRun(reader, event);
    default:
      return null;
  }
}

/**
 * To clients that do not follow cron runs by themselves, the server shows the end of such a run, whatever it was, as
 * "continued as new", with the failure or with the result that the next run is given.
 */
async function endOfCronRun(reader: HistoryReader, event: HistoryEvent): Promise<RunEnd> {
  const attributes = event.workflowExecutionContinuedAsNewEventAttributes;
  const failure = await decodeOptionalFailureToOptionalError(reader.converter, attributes?.failure);
  return {
    kind: failure ? 'failed' : 'completed',
    result: failure ? null : await resultOf(reader, attributes?.lastCompletionResult),
    failure: failure ?? null,
    nextRunId: attributes?.newExecutionRunId || null,
    at: dateOf(event.eventTime),
  };
}

/** Why a state cannot be read, or null. */
function lossOf(state: unknown): CollectorError | null {
  return state instanceof Unreadable ? stateUnreadable(state) : null;
}

async function resultOf(
  reader: HistoryReader,
  payloads: temporal.api.common.v1.IPayloads | null | undefined,
): Promise<PullResult<PullReport, AnyState> | null> {
  const [result] = await decodeArrayFromPayloads(reader.converter, payloads?.payloads);
  const lost = lossOf(result);
  if (lost) throw lost;
  // The workflow's own return value: nothing else is written there.
  return (result as PullResult<PullReport, AnyState> | undefined) ?? null;
}
