import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that lack. One by one: Node's own way, `recursive`, tries for ever where a folder
 * says that it is there and takes nothing, as /proc does. Throws the system's error, with the path that it is about.
 *
 * @param mode of the folders that are made
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<void> {
  for (const path of await missingFolders(resolve(folder))) {
    await mkdir(path, { mode }).catch(async (error: unknown) => {
      if (!(await isFolder(path))) throw error; // else another process was quicker
    });
  }
}

/** The folder and those above it that are not there, the highest first. */
async function missingFolders(folder: string): Promise<string[]> {
  const missing: string[] = [];
  for (let path = folder; !(await isFolder(path)); path = dirname(path)) missing.unshift(path);
  return missing;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    if ((await stat(path)).isDirectory()) return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
  throw Object.assign(new Error(`${path} is no folder`), { code: 'ENOTDIR', syscall: 'mkdir', path });
}
