/** Temporal's list filter for the open runs of a task queue; a quote in its name is doubled. */
export function openRunsQuery(taskQueue: string): string {
  return `TaskQueue = '${taskQueue.replaceAll("'", "''")}' AND ExecutionStatus = 'Running'`;
}
