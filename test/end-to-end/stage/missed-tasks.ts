import { Client, Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';

const { EventType } = temporal.api.enums.v1;

/** Ends of tasks that somebody was waited for in vain. */
const MISSED = new Map([
  [EventType.EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT, 'a task of the run'],
  [EventType.EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT, 'a step'],
]);

/** What a worker was given and never answered, in all runs of a chain: each had to be waited for until its time-out. */
export async function missedTasks(address: string, workflowId: string): Promise<string[]> {
  const connection = await Connection.connect({ address });
  try {
    const { workflow } = new Client({ connection });
    const missed: string[] = [];
    for await (const { runId } of workflow.list({ query: `WorkflowId = '${workflowId}'` })) {
      const { events } = await workflow.getHandle(workflowId, runId).fetchHistory();
      missed.push(
        ...(events ?? []).flatMap(({ eventType, eventId }) => {
          const what = eventType && MISSED.get(eventType);
          return what ? [`${what} (event ${String(eventId)} of ${runId})`] : [];
        }),
      );
    }
    return missed;
  } finally {
    await connection.close();
  }
}
