import { z } from 'zod';
import { deployRecord, overlap } from './lookups/deploy-log';
import type { Job } from './lookups/job';
import type { Lookup } from './lookups/lookup';

const column = z.object({ name: z.string(), type: z.enum(['STRING', 'INT8']) });
const cells = z.array(z.string());

const savedLookup = z.object({
  name: z.string(),
  columns: z.array(column),
  key: z.string(),
  createdAt: z.string(),
  updatedAt: z.string(),
  rows: z.array(z.object({ since: z.string(), cells })),
});

const savedDeploy = z.object({
  method: z.enum(['POST', 'PUT', 'DELETE']),
  columns: z.array(column),
  key: z.string(),
  append: z.boolean(),
  contribution: z.enum(['add', 'del']),
  rows: z.array(cells),
  bytes: z.number(),
  foreign: z.boolean(),
});

const savedJob = z.object({
  id: z.string(),
  lookup: z.string(),
  family: z.enum(['create', 'update', 'delete']),
  foreign: z.boolean(),
  startedAt: z.string(),
  outcome: z.enum(['running', 'ok', 'err']),
  statuses: z.array(z.object({ code: z.string(), msg: z.string() })),
  emptyPolls: z.number(),
  deploy: savedDeploy.nullable(),
  failure: z.string().nullable(),
  durationMs: z.number().nullable(),
});

/** What survives a restart: a job that was running goes on, as a backend's jobs do. */
export const devoState = z.object({
  version: z.literal(1),
  lookups: z.array(savedLookup),
  jobs: z.array(savedJob),
  deploys: z.array(deployRecord),
  overlaps: z.array(overlap),
  minimumRows: z.record(z.string(), z.number()),
});

export type DevoState = z.output<typeof devoState>;

export function saveLookup(lookup: Lookup): DevoState['lookups'][number] {
  return {
    ...lookup,
    columns: [...lookup.columns],
    rows: [...lookup.rows.values()].map((row) => ({ since: row.since, cells: [...row.cells] })),
  };
}

export function restoreLookup(saved: DevoState['lookups'][number]): Lookup {
  const keyIndex = saved.columns.findIndex((one) => one.name === saved.key);
  return { ...saved, rows: new Map(saved.rows.map((row) => [row.cells[keyIndex] ?? '', row])) };
}

export function saveJob(job: Job): DevoState['jobs'][number] {
  const deploy =
    job.deploy === null
      ? null
      : { ...job.deploy, columns: [...job.deploy.columns], rows: job.deploy.rows.map((row) => [...row]) };
  return { ...job, statuses: [...job.statuses], deploy };
}
