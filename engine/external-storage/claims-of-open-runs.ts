import { isGrpcServiceError, type Client } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { visit, walkGetWorkflowExecutionHistoryResponse } from '../private-sdk';
import { openRunsQuery } from '../histories/open-runs-query';
import { claimIn, type Claim } from './claim';

/** gRPC's code for what is not there. */
const NOT_FOUND: unknown = 5;

/** A run, and what it was given that lies outside its history. */
export interface ClaimsOfRun {
  readonly workflowId: string;
  readonly claims: readonly Claim[];
}

/**
 * What the open runs of a task queue were given and that lies in external storage: their input, and what the run before
 * returned. Throws when the engine cannot say so of all of them.
 */
export async function claimsOfOpenRuns(client: Client, taskQueue: string): Promise<ClaimsOfRun[]> {
  const found: ClaimsOfRun[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query: openRunsQuery(taskQueue) })) {
    found.push({ workflowId, claims: await claimsOfStart(client, workflowId, runId) });
  }
  return found;
}

async function claimsOfStart(client: Client, workflowId: string, runId: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  const response = await firstEvent(client, workflowId, runId);
  if (response === null) return claims;
  await visit(response, walkGetWorkflowExecutionHistoryResponse, {
    transformPayload: (payload) => Promise.resolve(noted(payload)),
    transformPayloads: (payloads) => Promise.resolve(payloads.map(noted)),
    skipSearchAttributes: true,
  });
  return claims;

  function noted(payload: Payload): Payload {
    const claim = claimIn(payload);
    if (claim !== null) claims.push(claim);
    return payload;
  }
}

/** Null when the run is gone with its history: visibility is a little behind. */
async function firstEvent(client: Client, workflowId: string, runId: string) {
  try {
    return await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      maximumPageSize: 1,
    });
  } catch (error) {
    if (isGrpcServiceError(error) && error.code === NOT_FOUND) return null;
    throw error;
  }
}
