import { CollectorError } from './collector-error';

/** What the system's codes mean for a file, to a person. */
const MEANINGS: Readonly<Record<string, string>> = {
  EACCES: 'there is no right to it',
  EPERM: 'it is not allowed',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EIO: 'the disk fails',
  ENOENT: 'there is no such file or folder',
  ENOTDIR: 'it, or what it should lie in, is no folder',
  EISDIR: 'it is a folder',
  EEXIST: 'it is there already',
  ELOOP: 'its links go round in a circle',
  ENAMETOOLONG: 'its name is too long',
  EMFILE: 'too many files are open',
  EBUSY: 'it is in use',
};

/** What was tried, by the system call that failed. */
const TRIED: Readonly<Record<string, string>> = {
  mkdir: 'made',
  write: 'written',
  rename: 'moved',
  unlink: 'removed',
  rm: 'removed',
  chmod: 'changed',
  ftruncate: 'emptied',
  truncate: 'emptied',
  link: 'made',
  scandir: 'read',
  read: 'read',
  stat: 'reached',
  copyfile: 'copied',
};

/** An error of the file system as one of the catalogue, with the path in words; null for every other error. */
export function fileFault(error: unknown): CollectorError | null {
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return null;
  const meaning = Object.hasOwn(MEANINGS, error.code) ? MEANINGS[error.code] : undefined;
  const path = 'path' in error && typeof error.path === 'string' ? error.path : null;
  if (meaning === undefined || (path === null && error.code !== 'ENOSPC' && error.code !== 'EMFILE')) return null;
  const call = 'syscall' in error && typeof error.syscall === 'string' ? (error.syscall.split(' ')[0] ?? '') : '';
  return new CollectorError('place_unusable', {
    seen: `${path ?? 'a file'} cannot be ${TRIED[call] ?? 'opened'}: ${meaning}`,
    cause: error,
  });
}
