import { stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import { RUN_LIMIT_MS } from '../../domain/time-limits';
import { readRetention } from '../server/retention';
import { claimsOfOpenRuns } from './claims-of-open-runs';
import { errorCode } from './error-code';
import { renewObject } from './object-folder';
import { removeOldObjects, renewAllObjects, type Removed } from './remove-old-objects';

const DAY_MS = 24 * 60 * 60_000;

/** Sweeps may lie so far apart; after a longer pause nobody knows who needed what meanwhile, and all is kept anew. */
export const LONGEST_PAUSE_MS = DAY_MS;

/** On top of the retention: the longest pause, as much again for clocks that differ, and a run's own length. */
export const GRACE_MS = 2 * LONGEST_PAUSE_MS + RUN_LIMIT_MS;

/** Its time is that of the last sweep that came to its end. */
const MARK = 'last-sweep';

export interface Sweep extends Removed {
  /** Workflow ids of open runs whose payloads are lost. */
  readonly lost: readonly string[];
  /** False when everything was kept because the last sweep is too long ago. */
  readonly mayRemove: boolean;
}

export interface SweepPlace {
  readonly client: Client;
  readonly taskQueue: string;
  /** The collector's own part of the shared folder. */
  readonly folder: string;
}

/**
 * Removes the stored payloads that no open and no retained run needs. Why this is safe is told in
 * docs/decisions/030-external-storage.md: an object is written or made young whenever a history begins to refer to it,
 * a sweep makes young what open runs were given, and what is removed is older than the engine keeps closed runs.
 *
 * Throws, and removes nothing, when the engine does not say what the open runs need.
 */
export async function sweepStorage({ client, taskQueue, folder }: SweepPlace, now: Date): Promise<Sweep> {
  const retentionMs = await readRetention(client);
  const lost: string[] = [];
  for (const { workflowId, claims } of await claimsOfOpenRuns(client, taskQueue)) {
    for (const { sha256 } of claims) {
      if (!(await renewObject(folder, sha256, now))) lost.push(workflowId);
    }
  }
  const mayRemove = await sweptSince(folder, now.getTime() - LONGEST_PAUSE_MS);
  if (!mayRemove) await renewAllObjects(folder, now);
  const keepsForEver = retentionMs === null || !mayRemove;
  const removed = keepsForEver
    ? { objects: 0, bytes: 0 }
    : await removeOldObjects(folder, new Date(now.getTime() - retentionMs - GRACE_MS));
  await mark(folder, now);
  return { ...removed, lost: [...new Set(lost)], mayRemove };
}

async function sweptSince(folder: string, time: number): Promise<boolean> {
  try {
    // `mtimeMs` may be a hair less than what was written
    return (await stat(join(folder, MARK))).mtime.getTime() >= time;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function mark(folder: string, now: Date): Promise<void> {
  const path = join(folder, MARK);
  await writeFile(path, '', { mode: 0o600 });
  await utimes(path, now, now);
}
