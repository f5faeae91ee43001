import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a disk answers that knows no second name for a file: exFAT, many SMB shares. */
const NO_LINKS: ReadonlySet<string> = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL']);

/** A rename onto a folder that holds something, or onto a file. */
const TAKEN: ReadonlySet<string> = new Set(['EEXIST', 'ENOTEMPTY', 'ENOTDIR', 'EPERM']);

const MODE = { file: 0o600, folder: 0o700 };

/**
 * Makes a file in one step; false when there is one already. It is never seen empty. Where the disk has no hard links,
 * a folder with the file in it takes its place: a folder that holds something is never taken over by a rename.
 */
export function makeExclusively(path: string, text: string): boolean {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, text, { mode: MODE.file });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (NO_LINKS.has(codeOf(error))) return makeFolderExclusively(path, text);
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** What it holds. Throws the system's error when it is not there. */
export function readExclusive(path: string): string {
  return readFileSync(fileOf(path), 'utf8');
}

/** Leaves it empty, and its name taken. */
export function emptyExclusive(path: string): void {
  truncateSync(fileOf(path));
}

export function removeExclusive(path: string): void {
  rmSync(path, { force: true, recursive: true });
}

function makeFolderExclusively(path: string, text: string): boolean {
  const draft = `${path}.${randomUUID()}`;
  mkdirSync(draft, { mode: MODE.folder });
  try {
    writeFileSync(join(draft, 'content'), text, { mode: MODE.file });
    renameSync(draft, path);
    return true;
  } catch (error) {
    if (TAKEN.has(codeOf(error))) return false;
    throw error;
  } finally {
    rmSync(draft, { force: true, recursive: true });
  }
}

function fileOf(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'content') : path;
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
