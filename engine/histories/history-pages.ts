import type { HistoryReader } from './run-events';

type HistoryPage = Awaited<ReturnType<HistoryReader['client']['workflowService']['getWorkflowExecutionHistory']>>;

/** The history of a run as it comes, a page of the server at a time. Nothing in it is decoded. */
export async function* historyPages(
  { client }: HistoryReader,
  workflowId: string,
  runId: string,
): AsyncGenerator<HistoryPage> {
  let nextPageToken: Uint8Array | undefined;
  do {
    const response = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      ...(nextPageToken && { nextPageToken }),
    });
    yield response;
    nextPageToken = response.nextPageToken.length > 0 ? response.nextPageToken : undefined;
  } while (nextPageToken);
}
