import { freemem, totalmem } from 'node:os';
import { readFileSync } from 'node:fs';
import type { Logger } from 'pino';

interface Memory {
  readonly globalPercent: number;
  readonly rss: number;
  readonly vms: number;
}

/**
 * Logs the memory in the words of Devo's collectors: before and after freeing. Node frees by itself; a collection is
 * asked for only where the process was started with `--expose-gc`.
 */
export function logMemory(logger: Logger): void {
  const before = readMemory();
  globalThis.gc?.();
  const after = readMemory();
  logger.info(
    `Memory usage: Global: ${before.globalPercent.toFixed(1)}% -> ${after.globalPercent.toFixed(1)}%, ` +
      `RSS: ${mebibytes(before.rss)} -> ${mebibytes(after.rss)}, VMS: ${mebibytes(before.vms)} -> ` +
      mebibytes(after.vms),
  );
}

function readMemory(): Memory {
  const rss = process.memoryUsage.rss();
  return { globalPercent: (1 - freemem() / totalmem()) * 100, rss, vms: virtualMemory() ?? rss };
}

/** Linux only: pages of the whole address space, the first number of /proc/self/statm. */
function virtualMemory(): number | null {
  try {
    return Number(readFileSync('/proc/self/statm', 'utf8').split(' ')[0]) * 4096;
  } catch {
    return null; // another system has no such file
  }
}

function mebibytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(2)}MiB`;
}
