import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import { expect } from '@jest/globals';
import {
  SEARCH_ATTRIBUTES,
  SUMMARY_ATTRIBUTE,
  type SearchAttribute,
} from '../../../../domain/report/search-attributes';
import { knownAttributes, registerAttributes } from '../../../../engine/known-attributes';
import { until } from './until';

/** Temporal knows the attributes from now on. */
export async function registerAll(client: Client): Promise<void> {
  expect(await registerAttributes(client, SEARCH_ATTRIBUTES)).toBeNull();
  await untilUsable(client, SEARCH_ATTRIBUTES.length);
}

/** Waits until Temporal has heard of that many. */
export async function untilUsable(client: Client, many: number): Promise<void> {
  await until(async () => (await knownAttributes(client, SEARCH_ATTRIBUTES)).usable.length === many);
}

/** Runs of a chain that such a query finds, the oldest first, as soon as there are that many. */
export async function runsWith(
  client: Client,
  workflowId: string,
  query: string,
  many: number,
): Promise<WorkflowExecutionInfo[]> {
  let runs: WorkflowExecutionInfo[] = [];
  await until(async () => {
    runs = [];
    const ofChain = `WorkflowId = "${workflowId}" AND ${query}`;
    for await (const run of client.workflow.list({ query: ofChain })) runs.push(run);
    return runs.length === many;
  });
  return runs.sort((left, right) => left.startTime.getTime() - right.startTime.getTime());
}

/** What each run says of itself in one line. */
export function summariesOf(runs: readonly WorkflowExecutionInfo[]): unknown[] {
  return valuesOf(runs, SUMMARY_ATTRIBUTE);
}

/** What each run says of itself under this name. */
export function valuesOf(runs: readonly WorkflowExecutionInfo[], name: SearchAttribute): unknown[] {
  return runs.map(({ typedSearchAttributes }) => typedSearchAttributes.get(defineSearchAttributeKey(name, 'KEYWORD')));
}
