import { readdir, rename, stat, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code';
import { DOOMED, PART } from './object-folder';

export interface Removed {
  readonly objects: number;
  readonly bytes: number;
}

/** Makes every object young. */
export async function renewAllObjects(root: string, now: Date): Promise<void> {
  for await (const path of filesIn(root)) await unlessGone(() => utimes(path, now, now));
}

/**
 * Removes the objects that nobody has needed since a time. Another process may need one at this very moment: so it is
 * given another name first, and its age is looked at again. Whoever made it young before sees it come back, whoever
 * comes later finds it missing and writes it anew.
 */
export async function removeOldObjects(root: string, before: Date): Promise<Removed> {
  let objects = 0;
  let bytes = 0;
  for await (const path of filesIn(root)) {
    const size = await removeIfOld(path, before);
    if (size === null) continue;
    objects += 1;
    bytes += size;
  }
  return { objects, bytes };
}

/** Bytes that were freed, or null when it stays. */
async function removeIfOld(path: string, before: Date): Promise<number | null> {
  if (path.endsWith(DOOMED)) return removeDoomed(path, before); // left behind by a removal that died
  const found = await unlessGone(() => stat(path));
  if (!found || found.mtime >= before) return null;
  // left behind by a writer that died: nobody knows its name
  if (path.endsWith(PART)) return removeFile(path, found.size);
  const doomed = `${path}${DOOMED}`;
  const renamed = await unlessGone(() => rename(path, doomed).then(() => true));
  return renamed ? removeDoomed(doomed, before) : null;
}

async function removeDoomed(doomed: string, before: Date): Promise<number | null> {
  const found = await unlessGone(() => stat(doomed));
  if (!found) return null;
  if (found.mtime < before) return removeFile(doomed, found.size);
  await unlessGone(() => rename(doomed, doomed.slice(0, -DOOMED.length)));
  return null;
}

/** By `unlink`: `rm` is content when somebody else was faster, and both would count the file. */
async function removeFile(path: string, bytes: number): Promise<number | null> {
  return (await unlessGone(() => unlink(path).then(() => bytes))) ?? null;
}

async function* filesIn(root: string): AsyncGenerator<string> {
  for (const shard of (await unlessGone(() => readdir(root))) ?? []) {
    if (!/^[0-9a-f]{2}$/.test(shard)) continue;
    for (const name of (await unlessGone(() => readdir(join(root, shard)))) ?? []) yield join(root, shard, name);
  }
}

/** Several workers tidy one folder: what another one has removed meanwhile is nobody's fault. */
async function unlessGone<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
