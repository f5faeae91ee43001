import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { EditWatch } from '../../config/edit-watch';

let folder: string;
let file: string;

beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'ctci-edit-'));
  file = join(folder, 'config.yaml');
  fs.writeFileSync(file, 'one: 1\n');
});

afterEach(() => {
  jest.restoreAllMocks();
  fs.rmSync(folder, { recursive: true, force: true });
});

/** A watch that has looked so often that it takes the file for one that stays as it is. */
function trusting(): EditWatch {
  const watch = new EditWatch(file);
  for (let look = 0; look < 10; look += 1) expect(watch.look()).toBe(false);
  return watch;
}

test('a file that nobody touches is not read again', () => {
  const watch = trusting();
  const reading = jest.spyOn(fs, 'readFileSync');
  for (let look = 0; look < 10; look += 1) watch.look();
  expect(reading).not.toHaveBeenCalled();
  fs.writeFileSync(file, 'one: 2\n');
  watch.look();
  expect(reading).toHaveBeenCalledTimes(1);
});

test('an edit of the same length counts, though its time was set back to that of the file before', () => {
  const watch = trusting();
  const { atime, mtime } = fs.statSync(file);
  fs.writeFileSync(file, 'one: 2\n');
  fs.utimesSync(file, atime, mtime);
  expect([watch.look(), watch.look(), watch.look()]).toEqual([false, true, false]);
});

test('another file of the same name counts, and so does another target of a link', () => {
  const watch = trusting();
  const other = join(folder, 'other.yaml');
  fs.writeFileSync(other, 'one: 2\n');
  fs.renameSync(other, file);
  expect([watch.look(), watch.look()]).toEqual([false, true]);

  const target = join(folder, 'target.yaml');
  fs.writeFileSync(target, 'one: 3\n');
  fs.rmSync(file);
  fs.symlinkSync(target, file);
  expect([watch.look(), watch.look()]).toEqual([false, true]);
});

test('a file that was touched, or was gone and came back, and says what it said is no edit', () => {
  const watch = trusting();
  fs.utimesSync(file, new Date(), new Date());
  expect([watch.look(), watch.look(), watch.look()]).toEqual([false, false, false]);
  fs.rmSync(file);
  expect([watch.look(), watch.look()]).toEqual([false, false]);
  fs.writeFileSync(file, 'one: 1\n');
  expect([watch.look(), watch.look(), watch.look()]).toEqual([false, false, false]);
});
