import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { FollowedFile } from '../../../../client/work/everyday/followed-file';
import { LogFile } from '../../../../client/up/log-file';

let folder: string;
let file: string;
let followed: FollowedFile;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-follow-'));
  file = join(folder, 'worker.log');
  writeFileSync(file, 'one\ntwo\n');
  followed = new FollowedFile(file);
});

afterEach(() => {
  followed.close();
  rmSync(folder, { recursive: true, force: true });
});

test('what is added comes once, by whole lines, however it was cut', () => {
  expect(followed.newLines()).toEqual(['one', 'two']);
  expect(followed.newLines()).toEqual([]);
  const added = Buffer.from('drei – 三\n');
  appendFileSync(file, added.subarray(0, 7)); // in the middle of a character
  expect(followed.newLines()).toEqual([]);
  appendFileSync(file, added.subarray(7));
  expect(followed.newLines()).toEqual(['drei – 三']);
});

test('a file that takes the place of another is read from its beginning, after the end of the old one', () => {
  followed.newLines();
  appendFileSync(file, 'last of the old\n');
  renameSync(file, `${file}.1`);
  expect(followed.newLines()).toEqual(['last of the old']);
  writeFileSync(file, 'first of the new, which is longer than all that was in the old one\n');
  expect(followed.newLines()).toEqual(['first of the new, which is longer than all that was in the old one']);
});

test('no line is lost nor doubled by the log of the worker, which moves what has grown too large', () => {
  followed.newLines();
  const log = new LogFile(file, { limitBytes: 100 });
  const seen: string[] = [];
  const written = Array.from({ length: 50 }, (_, index) => `line ${index} of the worker`);
  for (const line of written) {
    log.write(Buffer.from(`${line}\n`));
    seen.push(...followed.newLines());
  }
  expect(seen).toEqual(written);
});
