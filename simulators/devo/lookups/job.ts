import type { Deploy } from './deploy';

export type JobFamily = 'create' | 'update' | 'delete';

export interface JobStatus {
  /** `create.start`, `pushing.start`, `create.ok`, `create.err`, and the same with `update` and `delete`. */
  readonly code: string;
  readonly msg: string;
}

export interface Job {
  readonly id: string;
  readonly lookup: string;
  readonly family: JobFamily;
  readonly foreign: boolean;
  /** ISO 8601 UTC. */
  readonly startedAt: string;
  readonly outcome: 'running' | 'ok' | 'err';
  readonly statuses: readonly JobStatus[];
  /** How many more status polls are answered with an empty list. */
  readonly emptyPolls: number;
  /** What the job will do; null once it has ended. */
  readonly deploy: Deploy | null;
  /** How the job is to end; null is well. */
  readonly failure: string | null;
  /** Milliseconds from start to end; null never ends by itself. */
  readonly durationMs: number | null;
}

const DONE: Readonly<Record<JobFamily, string>> = {
  create: 'Lookup successfully created',
  update: 'Lookup successfully updated',
  delete: 'Lookup successfully deleted',
};

export function familyOf(method: Deploy['method']): JobFamily {
  if (method === 'DELETE') return 'delete';
  return method === 'POST' ? 'create' : 'update';
}

export function withStatus(job: Job, code: string, msg: string): Job {
  return { ...job, statuses: [...job.statuses, { code, msg }] };
}

export function endedJob(job: Job): Job {
  const ended: Job = { ...job, deploy: null, outcome: job.failure === null ? 'ok' : 'err' };
  return job.failure === null
    ? withStatus(ended, `${job.family}.ok`, DONE[job.family])
    : withStatus(ended, `${job.family}.err`, job.failure);
}
