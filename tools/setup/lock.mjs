import { clearInterval, setInterval } from 'node:timers';
import { mkdirSync, readFileSync, renameSync, linkSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { hostname } from 'node:os';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

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
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  while (!tryCreate(file, mine)) {
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
    if (readOrEmpty(file) === mine) rmSync(file, { force: true });
  }
}

function tryCreate(file, content) {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file); // atomic, and the file is never seen empty
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a stale lock aside by its content, so that of two takers only one removes it and a fresh lock survives. */
function removeStale(file) {
  const seen = readOrEmpty(file);
  if (seen === '') return true;
  if (!isStale(file, seen)) return false;
  const aside = `${file}.stale-${randomUUID()}`;
  try {
    renameSync(file, aside);
    if (readOrEmpty(aside) !== seen) linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
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

function readOrEmpty(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The lock was taken over after a long standstill: nothing is left to beat for.
  }
}
