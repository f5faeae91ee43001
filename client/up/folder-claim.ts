import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CollectorError } from '../../errors/collector-error';
import { processSchema, readEngineFile } from '../../engine/server/engine-file';
import { isOtherLiving, thisProcess, type ProcessIdentity } from '../../engine/server/process-identity';
import { emptyExclusive, makeExclusively, readExclusive, removeExclusive } from './exclusive-file';

const CLAIM_NAME = /^up-(\d+)\.lock$/;

/**
 * Claims a collector's folder for this process, so that one `up` works in it. Returns what gives it back.
 * Throws CollectorError `already_up`, which names the process that has it.
 *
 * A claim is a file `up-<number>.lock` that names its process. The highest number counts, as long as that process
 * lives: after a SIGKILL nothing is in the way. No claim is ever taken over; whoever finds the last one void makes the
 * next number, and of several only one can.
 */
export async function claimFolder(folder: string): Promise<() => Promise<void>> {
  for (;;) {
    const last = lastNumber(folder);
    const holder = readClaim(folder, last);
    if (holder !== null && isOtherLiving(holder)) throw await alreadyUp(folder, holder);
    const mine = last + 1;
    if (!makeClaim(folder, mine)) continue; // somebody was quicker, and is judged next
    if (lastNumber(folder) === mine) return settle(folder, mine);
    removeExclusive(claimPath(folder, mine)); // others came and went since the last one was read
  }
}

function settle(folder: string, mine: number): () => Promise<void> {
  for (const older of numbers(folder).filter((number) => number < mine)) removeExclusive(claimPath(folder, older));
  return () => {
    const path = claimPath(folder, mine);
    if (existsSync(path)) emptyExclusive(path); // not removed: a number must not come twice
    return Promise.resolve();
  };
}

/** In one step; false when the number is taken. */
function makeClaim(folder: string, number: number): boolean {
  return makeExclusively(claimPath(folder, number), `${JSON.stringify(thisProcess())}\n`);
}

/** Who made a claim; null when it was given back, is torn, or is not there. */
function readClaim(folder: string, number: number): ProcessIdentity | null {
  try {
    const content: unknown = JSON.parse(readExclusive(claimPath(folder, number)));
    return processSchema.safeParse(content).data ?? null;
  } catch {
    return null;
  }
}

function lastNumber(folder: string): number {
  return Math.max(0, ...numbers(folder));
}

function numbers(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => CLAIM_NAME.exec(name)?.slice(1).map(Number) ?? []);
}

function claimPath(folder: string, number: number): string {
  return join(folder, `up-${number}.lock`);
}

async function alreadyUp(folder: string, { pid }: ProcessIdentity): Promise<CollectorError> {
  const engine = await readEngineFile(folder);
  return new CollectorError('already_up', {
    seen:
      engine?.owner.pid === pid
        ? `process ${pid} keeps the engine at ${engine.address}`
        : `process ${pid} works in ${folder}`,
  });
}
