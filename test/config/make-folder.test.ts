import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { CollectorError } from '../../errors/collector-error';
import { fileFault } from '../../errors/file-fault';
import { makeFolder } from '../../config/make-folder';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-folder-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('folders that lack are made, each with the mode; those that are there stay', async () => {
  await makeFolder(join(folder, 'a', 'b'), 0o700);
  expect(statSync(join(folder, 'a', 'b')).mode & 0o777).toBe(0o700);
  chmodSync(join(folder, 'a'), 0o755);
  await Promise.all([1, 2, 3].map(() => makeFolder(join(folder, 'a', 'c'))));
  expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o755);
});

test.each(['/proc/x/y/z', '/dev/null/x', '/sys/x/y'])(
  'a folder that cannot be made ends at once, in words: %s',
  async (path) => {
    const error: unknown = await makeFolder(path).catch((reason: unknown) => reason);
    const fault = fileFault(error);
    expect(fault).toMatchObject({ number: 640, remedy: expect.stringContaining('--config FILE') });
    expect(fault?.message).toMatch(/\/(proc|dev|sys)\/.* cannot be (made|reached): /);
  },
);

test('a file where a folder should be is told as such', async () => {
  writeFileSync(join(folder, 'file'), '');
  for (const path of [join(folder, 'file'), join(folder, 'file', 'below')]) {
    const fault = fileFault(await makeFolder(path).catch((reason: unknown) => reason));
    expect(fault?.message).toContain('is no folder');
  }
});

test.each([
  ['EACCES', 'open', 'cannot be opened: there is no right to it'],
  ['EROFS', 'mkdir', 'cannot be made: the disk is read-only'],
  ['ENOSPC', 'write', 'cannot be written: the disk is full'],
  ['ENOSPC', 'open', 'cannot be opened: the disk is full'],
  ['EPERM', 'chmod', 'cannot be changed: it is not allowed'],
  ['EIO', 'read', 'cannot be read: the disk fails'],
  ['ENOENT', 'scandir', 'cannot be read: there is no such file or folder'],
])('what the system says is told in words with the path: %s of %s', (code, syscall, words) => {
  const fault = fileFault(Object.assign(new Error('x'), { code, syscall, path: '/some/where' }));
  expect(fault).toBeInstanceOf(CollectorError);
  expect(fault?.message).toContain(`/some/where ${words}`);
});

test('an error that is about no file is none of a file', () => {
  expect(
    fileFault(Object.assign(new Error('x'), { code: 'ECONNREFUSED', syscall: 'connect', address: '127.0.0.1' })),
  ).toBeNull();
  expect(fileFault(new Error('x'))).toBeNull();
});
