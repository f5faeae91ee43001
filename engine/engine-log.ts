import { closeSync, copyFileSync, fstatSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

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

/** Opens `<folder>/engine.log`. What exceeds the limit moves to `engine.log.1`, so the two never fill a disk. */
export function openEngineLog(folder: string, limitBytes: number = LIMIT_BYTES): EngineLog {
  const file = engineLogPath(folder);
  rotate(file, limitBytes);
  const descriptor = openSync(file, 'a', 0o600);
  const startedAt = fstatSync(descriptor).size;
  return {
    descriptor,
    lastLines: (count) => readFileSync(file).subarray(startedAt).toString('utf8').trim().split('\n').slice(-count).join('\n'),
    close: () => closeSync(descriptor),
  };
}

/** Looks at the log's size once a minute while the engine runs. Returns the end of it. */
export function keepLogBounded(folder: string, limitBytes: number = LIMIT_BYTES, everyMs: number = LOOK_EVERY_MS): () => void {
  const timer = setInterval(() => rotate(engineLogPath(folder), limitBytes), everyMs);
  timer.unref();
  return () => clearInterval(timer);
}

export function engineLogPath(folder: string): string {
  return join(folder, 'engine.log');
}

/** Copies and empties, because the engine keeps the file open; as it appends, its next line starts the file anew. */
function rotate(file: string, limitBytes: number): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) <= limitBytes) return;
  copyFileSync(file, `${file}.1`);
  truncateSync(file, 0);
}
