import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keepLogBounded, openEngineLog } from '../../../engine/server/engine-log';
import { until } from '../../end-to-end/stage/until';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ctci-engine-log-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function textOf(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

test('a log that has grown is copied and emptied while the engine writes to it', async () => {
  const log = openEngineLog(folder, 100);
  writeSync(log.descriptor, 'x'.repeat(200));
  const end = keepLogBounded(folder, 100, 5);
  await until('the rotation', () => textOf('engine.log') === '');
  end();
  writeSync(log.descriptor, 'next line\n');
  expect([textOf('engine.log.1'), textOf('engine.log')]).toEqual(['x'.repeat(200), 'next line\n']);
  log.close();
});

test('a copy that cannot be written ends nothing: the log is emptied, and says what was dropped', async () => {
  const log = openEngineLog(folder, 100);
  symlinkSync('/dev/full', join(folder, 'engine.log.1'));
  writeSync(log.descriptor, 'x'.repeat(200));
  const end = keepLogBounded(folder, 100, 5);
  await until('the rotation', () => textOf('engine.log').length < 200);
  end();
  expect(textOf('engine.log')).toMatch(/^200 bytes of this log were dropped: they could not be copied \(\w+\)\n$/);
  log.close();
});

test('an engine whose log cannot be opened runs without one', () => {
  mkdirSync(join(folder, 'engine.log'));
  const log = openEngineLog(folder);
  writeSync(log.descriptor, 'lost\n');
  expect(log.lastLines(5)).toBe('');
  log.close();
});

test('the last lines are those of this start', () => {
  writeFileSync(join(folder, 'engine.log'), 'an earlier start\n');
  const log = openEngineLog(folder);
  writeSync(log.descriptor, 'one\ntwo\nthree\n');
  expect(log.lastLines(2)).toBe('two\nthree');
  log.close();
});
