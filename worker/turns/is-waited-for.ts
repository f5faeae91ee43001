import type { Info } from '@temporalio/activity';
import type { Client } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const SCHEDULED = temporal.api.enums.v1.PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED;

/** An answer takes milliseconds; a step that waits longer for it would miss its own heartbeats. */
const ANSWER_LIMIT_MS = 5_000;

/**
 * Whether the engine waits for the answer of this very attempt of a step. True as well when the engine cannot be
 * asked: the attempt then hears with its heartbeats, as every one does.
 */
export async function isWaitedFor(
  client: Pick<Client, 'withDeadline' | 'workflowService' | 'options'>,
  { workflowExecution, activityId, attempt }: Pick<Info, 'workflowExecution' | 'activityId' | 'attempt'>,
): Promise<boolean> {
  if (!workflowExecution) return true;
  try {
    const { pendingActivities } = await client.withDeadline(Date.now() + ANSWER_LIMIT_MS, () =>
      client.workflowService.describeWorkflowExecution({
        namespace: client.options.namespace,
        execution: workflowExecution,
      }),
    );
    return pendingActivities.some(
      (pending) => pending.activityId === activityId && pending.attempt === attempt && pending.state !== SCHEDULED,
    );
  } catch {
    return true;
  }
}
