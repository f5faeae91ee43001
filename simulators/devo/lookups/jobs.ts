import { v1 as timeBasedId } from 'uuid';
import type { Deploy } from './deploy';
import { endedJob, familyOf, withStatus, type Job, type JobStatus } from './job';

/** How a job will go. */
export interface JobPlan {
  /** Milliseconds; null never ends by itself. */
  readonly durationMs: number | null;
  readonly emptyPolls: number;
  /** Words of a failure; null ends well. */
  readonly failure: string | null;
}

export interface Jobs {
  start(lookup: string, deploy: Deploy, plan: JobPlan): string;
  running(lookup: string): Job | null;
  /** Oldest first; null for a lookup that never had one. */
  of(lookup: string): readonly Job[] | null;
  /** What a poll sees: nothing at first, then the statuses so far. Null for an unknown job. */
  poll(lookup: string, id: string): readonly JobStatus[] | null;
  all(): readonly Job[];
  /** Ends every running job now, those included that never end by themselves. */
  finishAll(): void;
  /** No job ends after this. What was saved goes on at the next start. */
  close(): void;
}

interface JobEvents {
  readonly ended: (lookup: string, jobId: string, deploy: Deploy, good: boolean) => void;
  readonly changed: () => void;
}

const JOBS_KEPT = 200;

export function runJobs(saved: readonly Job[], events: JobEvents, now: () => number): Jobs {
  const jobs = new Map<string, Job>(saved.map((job) => [job.id, job]));
  const timers = new Map<string, NodeJS.Timeout[]>();
  for (const job of saved) if (job.outcome === 'running') schedule(job);

  function start(lookup: string, deploy: Deploy, plan: JobPlan): string {
    const id = timeBasedId();
    const family = familyOf(deploy.method);
    const job: Job = {
      id,
      lookup,
      family,
      foreign: deploy.foreign,
      startedAt: new Date(now()).toISOString(),
      outcome: 'running',
      deploy,
      statuses: [{ code: `${family}.start`, msg: 'Lookup process started' }],
      emptyPolls: plan.emptyPolls,
      failure: plan.failure,
      durationMs: plan.durationMs,
    };
    jobs.set(id, job);
    forgetOldest();
    schedule(job);
    return id;
  }

  /** Half-way comes a status that no paper explains, as the real family `pus...` is cut off in all of them. */
  function schedule(job: Job): void {
    if (job.durationMs === null) return;
    const pushing = setTimeout(
      () => change(job.id, (one) => withStatus(one, 'pushing.start', 'Pushing the lookup to the nodes')),
      job.durationMs / 2,
    );
    timers.set(job.id, [pushing, setTimeout(() => finish(job.id), job.durationMs)]);
  }

  function finish(id: string): void {
    const job = jobs.get(id);
    const deploy = job?.deploy ?? null;
    if (job === undefined || deploy === null) return;
    timers.get(id)?.forEach((timer) => clearTimeout(timer));
    timers.delete(id);
    jobs.set(id, endedJob(job));
    events.ended(job.lookup, id, deploy, job.failure === null);
    events.changed();
  }

  function poll(lookup: string, id: string): readonly JobStatus[] | null {
    const job = jobs.get(id);
    if (job?.lookup !== lookup) return null;
    if (job.emptyPolls === 0) return job.statuses;
    change(id, (one) => ({ ...one, emptyPolls: one.emptyPolls - 1 }));
    return [];
  }

  function change(id: string, how: (job: Job) => Job): void {
    const job = jobs.get(id);
    if (job !== undefined) jobs.set(id, how(job));
  }

  function of(lookup: string): readonly Job[] | null {
    const own = [...jobs.values()].filter((job) => job.lookup === lookup);
    return own.length === 0 ? null : own;
  }

  function forgetOldest(): void {
    const [oldest] = jobs.keys();
    if (jobs.size > JOBS_KEPT && oldest !== undefined) jobs.delete(oldest);
  }

  return {
    start,
    of,
    poll,
    running: (lookup) => [...jobs.values()].find((job) => job.lookup === lookup && job.outcome === 'running') ?? null,
    all: () => [...jobs.values()],
    finishAll: () => [...jobs.values()].filter((job) => job.outcome === 'running').forEach((job) => finish(job.id)),
    close: () => [...timers.values()].flat().forEach((timer) => clearTimeout(timer)),
  };
}
