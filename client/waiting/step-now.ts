import { decodeArrayFromPayloads, decodeOptionalFailureToOptionalError } from '../../engine/private-sdk';
import { temporal } from '@temporalio/proto';
import type { HistoryReader } from '../../engine/histories/run-events';
import { jobUnderWay } from '../../domain/report/job-under-way';
import { stepInWords, type StepNow } from './step-words';

type PendingActivity = temporal.api.workflow.v1.IPendingActivityInfo;
type Timestamp = temporal.api.workflow.v1.IPendingActivityInfo['scheduledTime'];
const { PENDING_ACTIVITY_STATE_SCHEDULED } = temporal.api.enums.v1.PendingActivityState;

/**
 * How the current run of a workflow stands, in words: its step, which attempt, and what the step has told of itself.
 * Null when it is at none. For `sayingWhatFor`.
 */
export async function lookAtStep(reader: HistoryReader, workflowId: string): Promise<string | null> {
  const { raw } = await reader.client.workflow.getHandle(workflowId).describe();
  const [activity] = raw.pendingActivities ?? [];
  return activity ? stepInWords(await stepNow(reader, activity), Date.now()) : null;
}

async function stepNow(reader: HistoryReader, activity: PendingActivity): Promise<StepNow> {
  const waits = activity.state === PENDING_ACTIVITY_STATE_SCHEDULED && (activity.attempt ?? 1) > 1;
  return {
    name: activity.activityType?.name ?? 'a step',
    attempt: activity.attempt ?? 1,
    nextAttemptAt: waits ? millisecondsOf(activity.nextAttemptScheduleTime) : null,
    failure: await failureOf(reader, activity),
    ...(await reachedBy(reader, activity)),
  };
}

/** Without the key that they are encrypted with, the words of a failure are not known, and the step is all the same. */
async function failureOf({ converter }: HistoryReader, { lastFailure }: PendingActivity): Promise<string | null> {
  const error = await decodeOptionalFailureToOptionalError(converter, lastFailure).catch(() => null);
  return error?.message ?? null;
}

/** What the step heartbeats: of a delivery the jobs in Devo, of a walk the events. */
async function reachedBy(
  { converter }: HistoryReader,
  { heartbeatDetails }: PendingActivity,
): Promise<Pick<StepNow, 'jobs' | 'events'>> {
  const details = await decodeArrayFromPayloads(converter, heartbeatDetails?.payloads).catch(() => []);
  const reached: unknown = details[0];
  if (!isRecord(reached)) return { jobs: [], events: null };
  const { received, sent } = reached;
  if (typeof received === 'number' && typeof sent === 'number') return { jobs: [], events: { received, sent } };
  const jobs = Object.values(reached).flatMap((of) => jobUnderWay(isRecord(of) ? of['saved'] : undefined) ?? []);
  return { jobs, events: null };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function millisecondsOf(time: Timestamp): number | null {
  return time?.seconds ? Number(time.seconds) * 1000 : null;
}
