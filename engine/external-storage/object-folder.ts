import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCode } from './error-code';

/** Name of an object: the SHA-256 of its bytes, hex. */
export type ObjectName = string;

/** Suffix of an object that is being removed; see `removeOldObjects`. */
export const DOOMED = '.doomed';

/** Suffix of an object that is being written. */
export const PART = '.part';

/** Where an object lies: 256 subfolders keep each of them small. */
export function objectPath(root: string, name: ObjectName): string {
  return join(root, name.slice(0, 2), name);
}

/**
 * Writes bytes under their own SHA-256, so that whoever reads them can tell that they are whole. The file appears at
 * once, complete and on the disk, readable by its owner only. What is there already is only made young again: an
 * object's age is the time since somebody last needed it.
 */
export async function putObject(root: string, bytes: Uint8Array): Promise<ObjectName> {
  const name = nameOf(bytes);
  if (!(await renewObject(root, name))) await writeObject(objectPath(root, name), bytes);
  return name;
}

/** Reads an object; null when there is none. Throws when its bytes are not those that were written. */
export async function getObject(root: string, name: ObjectName): Promise<Buffer | null> {
  const path = objectPath(root, name);
  // While it is being removed it has the other name for a moment, and gets its own back when it turned out to be young.
  for (const place of [path, `${path}${DOOMED}`, path]) {
    const bytes = await readIfThere(place);
    if (bytes === null) continue;
    if (nameOf(bytes) !== name) throw new Error(`${place} holds other bytes than were written`);
    return bytes;
  }
  return null;
}

/** Makes an object young again. False when there is none. */
export async function renewObject(root: string, name: ObjectName, now: Date = new Date()): Promise<boolean> {
  try {
    await utimes(objectPath(root, name), now, now);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

async function writeObject(path: string, bytes: Uint8Array): Promise<void> {
  const shard = dirname(path);
  const made = await mkdir(shard, { recursive: true, mode: 0o700 });
  const part = `${path}.${randomUUID()}${PART}`;
  try {
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await syncFolder(shard);
  if (made !== undefined) await syncFolder(dirname(shard));
}

/** Puts the names in a folder on the disk. Some network file systems do so by themselves and refuse to be asked. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(errorCode(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function nameOf(bytes: Uint8Array): ObjectName {
  return createHash('sha256').update(bytes).digest('hex');
}
