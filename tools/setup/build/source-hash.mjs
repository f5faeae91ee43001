import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * Fingerprint of files by their bytes; a missing file counts as such. Their folder is no part of it: a checkout that is
 * moved, copied or mounted elsewhere stays what it was.
 */
export function hashFiles(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash.update(`${relative(root, file)}\0`);
    hash.update(readOrNothing(file));
  }
  return hash.digest('hex');
}

/** All `.ts` files below the folders, sorted, so that the fingerprint does not depend on the file system's order. */
export function sourceFiles(root, folders) {
  return folders.flatMap((folder) => listTypeScript(join(root, folder))).sort();
}

function listTypeScript(folder) {
  try {
    return readdirSync(folder, { recursive: true })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => join(folder, name));
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}

function readOrNothing(file) {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error.code === 'ENOENT') return 'missing';
    throw error;
  }
}
