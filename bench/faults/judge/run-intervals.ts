import { temporal } from '@temporalio/proto';
import type { PullReport } from '../../../domain/report/pull-report';
import type { Chain } from '../stage/chain';
import type { TestBed } from '../stage/test-bed';

const { EventType } = temporal.api.enums.v1;

/** One run of a chain: when it worked, in epoch milliseconds, and what came of it. */
export interface RunFacts {
  readonly runId: string;
  readonly startedAt: number;
  /** Null while it is open. */
  readonly endedAt: number | null;
  readonly report: PullReport | null;
  readonly failure: string | null;
}

/** A chain with all of its runs. */
export interface ChainRuns {
  readonly chain: Chain;
  readonly runs: readonly RunFacts[];
}

/** Of the list, and of the events where there are any. */
export async function allRunsOf({ chain, events }: TestBed): Promise<ChainRuns[]> {
  const chains = events === null ? [chain] : [chain, events.chain];
  return Promise.all(chains.map(async (one) => ({ chain: one, runs: await runsOf(one) })));
}

/** All runs of a chain, from the first to the open one, as their histories tell. */
async function runsOf(chain: Chain): Promise<RunFacts[]> {
  const runs: RunFacts[] = [];
  let runId: string | null = (await chain.current()).firstRunId;
  while (runId !== null) {
    const end = await chain.endOf(runId);
    runs.push({
      runId,
      startedAt: await firstTaskAt(chain, runId),
      endedAt: end?.at.getTime() ?? null,
      report: end?.result?.report ?? null,
      failure: end?.failure?.message ?? null,
    });
    runId = end?.nextRunId ?? null;
  }
  return runs;
}

/** Pairs of runs that worked at the same time, in words. */
export function overlapsOf(runs: readonly RunFacts[]): string[] {
  const overlapping: string[] = [];
  for (const [index, run] of runs.entries()) {
    const next = runs[index + 1];
    if (next !== undefined && (run.endedAt ?? Infinity) > next.startedAt)
      overlapping.push(`run ${next.runId} began before run ${run.runId} had ended`);
  }
  return overlapping;
}

/** A run that waits for its tick does not work yet: what counts is its first task. */
async function firstTaskAt(chain: Chain, runId: string): Promise<number> {
  const { events } = await chain.reader.client.workflow.getHandle(chain.place.workflowId, runId).fetchHistory();
  const task = events?.find((event) => event.eventType === EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED);
  const time = task?.eventTime;
  return time ? Number(time.seconds) * 1000 + (time.nanos ?? 0) / 1e6 : Infinity;
}
