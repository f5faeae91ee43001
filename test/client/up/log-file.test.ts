import { afterEach, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from '../../../client/up/log-file';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-log-'));
  file = join(folder, 'worker.log');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function text(): string {
  return readFileSync(file, 'utf8');
}

test('lines that are cut anywhere arrive whole, and in order', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.nat(20), (lines, piece) => {
      rmSync(file, { force: true });
      const log = new LogFile(file);
      const whole = Buffer.from(lines.map((line) => `${line}\n`).join(''));
      for (let at = 0; at < whole.length; at += piece + 1) log.write(whole.subarray(at, at + piece + 1));
      log.end();
      expect(existsSync(file) ? readFileSync(file) : Buffer.alloc(0)).toEqual(whole);
    }),
    { numRuns: 50 },
  );
});

test('while it runs, the log and the one before it stay below twice the limit, and no line is cut', () => {
  const log = new LogFile(file, { limitBytes: 1_000 });
  for (let line = 0; line < 500; line += 1) {
    log.write(Buffer.from(`line ${line}\n`));
    expect(statSync(file).size).toBeLessThanOrEqual(1_000);
  }
  expect(statSync(`${file}.1`).size).toBeLessThanOrEqual(1_000);
  const kept = `${readFileSync(`${file}.1`, 'utf8')}${text()}`.trim().split('\n');
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => `line ${500 - kept.length + index}`));
});

test('the log is readable by its owner alone', () => {
  new LogFile(file).write(Buffer.from('a line\n'));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('on a full device lines are dropped and counted, and the count is told once writing works again', () => {
  symlinkSync('/dev/full', file);
  const log = new LogFile(file, { now: () => new Date('2026-01-02T03:04:05Z') });
  log.write(Buffer.from('one\ntwo\n'));
  log.write(Buffer.from('three\n'));
  expect(log.droppedLines).toBe(3);
  rmSync(file);
  log.write(Buffer.from('four\n'));
  log.write(Buffer.from('five\n'));
  expect(text().trim().split('\n')).toEqual([
    '{"level":"warn","time":"2026-01-02T03:04:05.000Z","msg":"3 lines of this log were dropped: ' +
      'it could not be written (ENOSPC)"}',
    'four',
    'five',
  ]);
});

test('a folder in place of the log, and a folder that is gone, are survived', () => {
  mkdirSync(file);
  const log = new LogFile(file);
  log.write(Buffer.from('one\n'));
  rmSync(folder, { recursive: true });
  log.write(Buffer.from('two\n'));
  expect(log.droppedLines).toBe(2);
  mkdirSync(folder);
  log.write(Buffer.from('three\n'));
  expect(text()).toMatch(/2 lines of this log were dropped.*ENOENT[^]*three\n$/);
});

test('a log that somebody moves away is made anew', () => {
  const log = new LogFile(file);
  log.write(Buffer.from('one\n'));
  rmSync(file);
  log.write(Buffer.from('two\n'));
  expect(text()).toBe('two\n');
});
