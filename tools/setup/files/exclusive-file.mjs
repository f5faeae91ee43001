import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

/** What a disk answers that knows no second name for a file: exFAT, many SMB shares. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

/** The name of the content within a folder that stands for the file. */
const CONTENT = 'content';

/**
 * Makes a file in one step; false when there is one already. It is never seen empty. Where a disk has no hard links, a
 * folder takes its place: a folder that holds something is never taken over by a rename.
 *
 * @returns {boolean}
 */
export function makeExclusively(file, content) {
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    if (NO_LINKS.has(error.code)) return moveFolder(file, content);
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** What such a file holds; empty when it is not there. */
export function readExclusive(file) {
  for (const path of [file, join(file, CONTENT)]) {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      // The other form, or none.
    }
  }
  return '';
}

export function removeExclusive(file) {
  rmSync(file, { force: true, recursive: true });
}

function moveFolder(file, content) {
  const draft = `${file}.${randomUUID()}`;
  mkdirSync(draft);
  try {
    writeFileSync(join(draft, CONTENT), content);
    renameSync(draft, file);
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EPERM'].includes(error.code)) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true, recursive: true });
  }
}
