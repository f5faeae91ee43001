import type { Column, Deploy } from './lookups/deploy';
import type { DeployRecord, Overlap } from './lookups/deploy-log';
import { runJobs, type JobPlan, type Jobs } from './lookups/jobs';
import { afterDeploy, type Lookup } from './lookups/lookup';
import { restoreLookup, saveJob, saveLookup, type DevoState } from './devo-state';

/** What Devo holds for one domain: its lookups, their jobs, and what was done to them. */
export interface Backend {
  lookup(name: string): Lookup | null;
  lookups(): readonly Lookup[];
  /** Available, Creating, Updating or Deleting; null for a lookup that is not and is not becoming. */
  status(name: string): { readonly status: string; readonly columns: readonly Column[]; readonly key: string } | null;
  readonly jobs: Jobs;
  /** Starts a job, or says which job is in the way. */
  deploy(name: string, deploy: Deploy, plan: JobPlan): { readonly jobId: string } | { readonly busyWith: string };
  /** Gone at once and without a job, as if somebody had deleted it in Devo's pages. */
  removeByHand(name: string): void;
  deploys(): readonly DeployRecord[];
  overlaps(): readonly Overlap[];
  /** The fewest rows that the lookup had after a deploy of the collector, or null before the first. */
  minimumRows(name: string): number | null;
}

const BUSY: Readonly<Record<string, string>> = { create: 'Creating', update: 'Updating', delete: 'Deleting' };
const DEPLOYS_KEPT = 5000;
const DEPLOYS_SAVED = 200;

export function openBackend(saved: DevoState | null, save: (state: DevoState) => void, now: () => number): Backend {
  const lookups = new Map((saved?.lookups ?? []).map((one) => [one.name, restoreLookup(one)]));
  const minimum = new Map(Object.entries(saved?.minimumRows ?? {}));
  const overlaps: Overlap[] = [...(saved?.overlaps ?? [])];
  let deploys: readonly DeployRecord[] = saved?.deploys ?? [];
  const time = (): string => new Date(now()).toISOString();
  const jobs = runJobs(saved?.jobs ?? [], { ended: jobEnded, changed: persist }, now);

  function persist(): void {
    save({
      version: 1,
      lookups: [...lookups.values()].map(saveLookup),
      jobs: jobs.all().map(saveJob),
      deploys: deploys.slice(-DEPLOYS_SAVED),
      overlaps,
      minimumRows: Object.fromEntries(minimum),
    });
  }

  function deploy(
    name: string,
    wanted: Deploy,
    plan: JobPlan,
  ): { readonly jobId: string } | { readonly busyWith: string } {
    const running = jobs.running(name);
    if (running !== null) {
      overlaps.push({ lookup: name, runningJob: running.id, runningIsForeign: running.foreign, at: time() });
      return { busyWith: running.id };
    }
    const jobId = jobs.start(name, wanted, plan);
    deploys = [
      ...deploys.slice(1 - DEPLOYS_KEPT),
      {
        lookup: name,
        jobId,
        method: wanted.method,
        kind: kindOf(wanted),
        rows: wanted.rows.length,
        bytes: wanted.bytes,
        foreign: wanted.foreign,
        startedAt: time(),
        endedAt: null,
        outcome: 'running',
        rowsAfter: null,
      },
    ];
    persist();
    return { jobId };
  }

  /** The only place where rows change: old rows before it, new rows after it, nothing between. */
  function jobEnded(name: string, jobId: string, done: Deploy, good: boolean): void {
    if (good && done.method === 'DELETE') lookups.delete(name);
    else if (good) lookups.set(name, afterDeploy(name, lookups.get(name) ?? null, done, time()));
    const rowsAfter = good ? (lookups.get(name)?.rows.size ?? 0) : null;
    if (rowsAfter !== null && !done.foreign) minimum.set(name, Math.min(rowsAfter, minimum.get(name) ?? rowsAfter));
    deploys = deploys.map((one) =>
      one.jobId === jobId ? { ...one, endedAt: time(), outcome: good ? 'ok' : 'err', rowsAfter } : one,
    );
  }

  function status(
    name: string,
  ): { readonly status: string; readonly columns: readonly Column[]; readonly key: string } | null {
    const running = jobs.running(name);
    const described = lookups.get(name) ?? running?.deploy ?? null;
    if (described === null) return null;
    return {
      status: running === null ? 'Available' : (BUSY[running.family] ?? 'Updating'),
      columns: described.columns,
      key: described.key,
    };
  }

  return {
    lookup: (name) => lookups.get(name) ?? null,
    lookups: () => [...lookups.values()],
    status,
    jobs,
    deploy,
    removeByHand: (name) => {
      lookups.delete(name);
      persist();
    },
    deploys: () => deploys,
    overlaps: () => overlaps,
    minimumRows: (name) => minimum.get(name) ?? null,
  };
}

function kindOf(deploy: Deploy): DeployRecord['kind'] {
  if (deploy.method === 'DELETE') return 'lookup deleted';
  if (deploy.contribution === 'del') return 'rows deleted';
  return deploy.append ? 'append' : 'everything';
}
