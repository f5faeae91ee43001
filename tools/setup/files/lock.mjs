import { clearInterval, setInterval } from 'node:timers';
import { renameSync, statSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { makeExclusively, readExclusive, removeExclusive } from './exclusive-file.mjs';
import { makeFolder } from './make-folder.mjs';

const POLL_MS = 100;
const BEAT_MS = 5_000;
/** A holder that can still run beats every 5 s; bundling keeps the event loop busy for some seconds at most. */
const STALE_MS = 90_000;

/**
 * Runs `work` while no other process holds the lock file. A lock whose holder is dead, or has not beaten for
 * 90 s, is taken over: a setup that was killed must not block the next one.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once when somebody else holds it
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait) {
  const mine = JSON.stringify({ pid: process.pid, host: hostname(), id: randomUUID() });
  makeFolder(dirname(file));
  let told = false;
  while (!makeExclusively(file, mine)) {
    if (removeStale(file)) continue;
    if (!told) onWait?.();
    told = true;
    await wait(POLL_MS);
  }
  const beat = setInterval(() => touch(file), BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if (readExclusive(file) === mine) removeExclusive(file);
  }
}

/** Moves a stale lock aside by its content, so that of two takers only one removes it and a fresh lock survives. */
function removeStale(file) {
  const seen = readExclusive(file);
  if (seen === '') return true;
  if (!isStale(file, seen)) return false;
  const aside = `${file}.stale-${randomUUID()}`;
  try {
    renameSync(file, aside);
    const taken = readExclusive(aside);
    if (taken !== seen) makeExclusively(file, taken);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  } finally {
    removeExclusive(aside);
  }
  return true;
}

function isStale(file, content) {
  const holder = parseHolder(content);
  if (holder.host === hostname() && !isAlive(holder.pid)) return true;
  try {
    return Date.now() - statSync(file).mtimeMs > STALE_MS;
  } catch {
    return true;
  }
}

function parseHolder(content) {
  try {
    return JSON.parse(content);
  } catch {
    return {};
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The lock was taken over after a long standstill: nothing is left to beat for.
  }
}
