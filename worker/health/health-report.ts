import { problemOf, stateOf, type ServiceFacts, type ServiceState } from '../watch/service-facts';
import type { PollFacts } from './poll-watch';

/** What the health of a worker is judged by. */
export interface HealthFacts {
  readonly collector: { readonly name: string; readonly id: string; readonly version: string };
  /** With `worker_versioning`, the build that this worker runs; else null. */
  readonly buildId: string | null;
  /** `starting` until it polls for the first time, then the SDK's own word in lower case. */
  readonly worker: string;
  readonly startedAt: Date;
  readonly polls: PollFacts;
  readonly services: readonly ServiceFacts[];
}

/** One service in the answer. */
export interface ServiceHealth {
  readonly input: string;
  readonly service: string;
  readonly workflow_id: string;
  readonly state: ServiceState;
  /** Whether it waits or works, and its last pull was good. */
  readonly well: boolean;
  readonly problem: string | null;
  readonly rows: number | null;
  /** ISO 8601 UTC, or null before the first. */
  readonly last_good_pull_at: string | null;
}

/** The JSON of `/healthz` and `/readyz`. Its members stay; others may come. */
export interface HealthReport {
  /** What the status of this answer says: 200 or 503. */
  readonly ok: boolean;
  /** False when only a new start helps. */
  readonly live: boolean;
  /** Whether this worker gets work from Temporal and does it. */
  readonly ready: boolean;
  /** Why it is not ready, in words. */
  readonly problems: readonly string[];
  readonly collector: HealthFacts['collector'] & { readonly build_id: string | null };
  readonly worker: { readonly state: string; readonly started_at: string };
  readonly temporal: {
    readonly address: string;
    readonly namespace: string;
    readonly task_queue: string;
    /** When it answered last, ISO 8601 UTC; null for never. */
    readonly reached_at: string | null;
    readonly problem: string | null;
    /** When Temporal got a poll of this worker last, ISO 8601 UTC; null for never. */
    readonly polled_at: { readonly workflow: string | null; readonly activity: string | null };
  };
  readonly services: readonly ServiceHealth[];
}

/** Temporal may be away for so long before the worker is not ready: a fail-over, a restart. */
export const TEMPORAL_AWAY_MS = 30_000;

/**
 * A poll waits a minute at the server and is then made anew, and what is known of it may be as old as two looks of
 * `PollWatch`; one that is older than this was the last.
 */
export const POLL_AGE_MS = 120_000;

/** A worker that Temporal has not heard of for so long, while it answers, does not come back by itself. */
const POLLS_LOST_MS = 300_000;

/**
 * A task that waits for a worker of its build makes a worker not ready after so long, and not in its first minutes: the
 * command that mends it may be waiting for this very worker to be ready.
 */
const UNSERVED_MS = 120_000;

/** Judges the facts. A list that is held, or a source that refuses, is told of, and is no fault of the worker's. */
export function judgeHealth(facts: HealthFacts, now: Date): Omit<HealthReport, 'ok'> {
  const age = (date: Date | null): number => now.getTime() - (date ?? facts.startedAt).getTime();
  const { polls } = facts;
  const away = age(polls.reachedAt) > TEMPORAL_AWAY_MS || polls.reachedAt === null;
  const problems = [
    ...(facts.worker === 'running' ? [] : [`the worker is ${facts.worker}`]),
    ...(away
      ? [`Temporal at ${polls.address} is out of reach${polls.problem === null ? '' : `: ${polls.problem}`}`]
      : []),
    ...(away ? [] : KINDS.flatMap((kind) => pollProblem(polls, kind, now))),
    ...facts.services.flatMap((service) => chainProblem(service, age)),
  ];
  const lost = !away && KINDS.some((kind) => !polls.busy && age(polls.polledAt[kind]) > POLLS_LOST_MS);
  return {
    live: facts.worker !== 'failed' && facts.worker !== 'stopped' && !lost,
    ready: problems.length === 0,
    problems,
    collector: { ...facts.collector, build_id: facts.buildId },
    worker: { state: facts.worker, started_at: facts.startedAt.toISOString() },
    temporal: {
      address: polls.address,
      namespace: polls.namespace,
      task_queue: polls.taskQueue,
      reached_at: polls.reachedAt?.toISOString() ?? null,
      problem: polls.problem,
      polled_at: {
        workflow: polls.polledAt.workflow?.toISOString() ?? null,
        activity: polls.polledAt.activity?.toISOString() ?? null,
      },
    },
    services: facts.services.map(healthOf),
  };
}

const KINDS = ['workflow', 'activity'] as const;

function pollProblem({ polledAt, busy }: PollFacts, kind: (typeof KINDS)[number], now: Date): string[] {
  const at = polledAt[kind];
  if (busy || (at !== null && now.getTime() - at.getTime() <= POLL_AGE_MS)) return [];
  return [
    at === null
      ? `Temporal has got no poll of this worker for ${kind} tasks`
      : `Temporal has got no poll of this worker for ${kind} tasks since ${at.toISOString()}`,
  ];
}

function chainProblem(service: ServiceFacts, age: (date: Date | null) => number): string[] {
  const { chain } = service;
  const told =
    chain.chain === 'stuck' || (chain.chain === 'unserved' && Math.min(age(chain.since), age(null)) > UNSERVED_MS);
  return told ? [`${service.input}/${service.service}: ${problemOf(service) ?? ''}`] : [];
}

function healthOf(service: ServiceFacts): ServiceHealth {
  const state = stateOf(service);
  const { lastGoodPull, rows } = service.pull;
  return {
    input: service.input,
    service: service.service,
    workflow_id: service.workflowId,
    state,
    well: state === 'waiting' || state === 'running',
    problem: problemOf(service),
    rows,
    last_good_pull_at: lastGoodPull === null ? null : new Date(lastGoodPull * 1000).toISOString(),
  };
}
