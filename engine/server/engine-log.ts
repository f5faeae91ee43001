import {
  appendFileSync,
  closeSync,
  copyFileSync,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { errorCode } from '../external-storage/error-code';

/** The engine logs errors only; a server in trouble may still log them for days. */
const LIMIT_BYTES = 2_000_000;
const LOOK_EVERY_MS = 60_000;

export interface EngineLog {
  /** For the engine to append to: a file and not a pipe, because the engine may outlive its starter. */
  readonly descriptor: number;
  /** The end of what this start has written, for an error message. */
  lastLines(count: number): string;
  close(): void;
}

/**
 * Opens `<folder>/engine.log`. What exceeds the limit moves to `engine.log.1`, so the two never fill a disk. Where it
 * cannot be opened, the engine runs without a log.
 */
export function openEngineLog(folder: string, limitBytes: number = LIMIT_BYTES): EngineLog {
  const file = engineLogPath(folder);
  rotate(file, limitBytes);
  const descriptor = openOrNothing(file);
  const startedAt = fstatSync(descriptor).size;
  return {
    descriptor,
    lastLines: (count) =>
      readOrNothing(file).subarray(startedAt).toString('utf8').trim().split('\n').slice(-count).join('\n'),
    close: () => closeSync(descriptor),
  };
}

/** Looks at the log's size once a minute while the engine runs. Returns the end of it. */
export function keepLogBounded(
  folder: string,
  limitBytes: number = LIMIT_BYTES,
  everyMs: number = LOOK_EVERY_MS,
): () => void {
  const timer = setInterval(() => rotate(engineLogPath(folder), limitBytes), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

export function engineLogPath(folder: string): string {
  return join(folder, 'engine.log');
}

/**
 * Copies and empties, because the engine keeps the file open; as it appends, its next line starts the file anew. A copy
 * that there is no room for is dropped, and the log says so: it must not fill the disk, and no log is worth the engine.
 */
function rotate(file: string, limitBytes: number): void {
  try {
    const { size } = statSync(file);
    if (size <= limitBytes) return;
    const failure = copyTo(file, `${file}.1`);
    truncateSync(file, 0);
    if (failure !== null)
      appendFileSync(file, `${size} bytes of this log were dropped: they could not be copied (${failure})\n`);
  } catch {
    // There is no log, or it cannot be written: looked at again in a minute.
  }
}

/** Null, or why there is no copy. */
function copyTo(file: string, copy: string): string | null {
  try {
    copyFileSync(file, copy);
    return null;
  } catch (error) {
    removeHalf(copy);
    return errorCode(error) ?? String(error);
  }
}

function removeHalf(copy: string): void {
  try {
    rmSync(copy, { force: true });
  } catch {
    // a folder of that name, or no right to it
  }
}

function openOrNothing(file: string): number {
  try {
    return openSync(file, 'a', 0o600);
  } catch {
    return openSync(devNull, 'a');
  }
}

function readOrNothing(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
