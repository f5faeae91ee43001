import { readdirSync } from 'node:fs';
import type { EngineFile } from './engine-file';
import { commandLine, isAlive } from './process-identity';
import { isServerOf } from './server-command';

/**
 * What the process that the file names is: the engine with our database, or something else that got its pid since.
 * Without /proc only the pid can be had: `unknown`.
 */
export function identifyEngine(file: EngineFile): 'engine' | 'other' | 'unknown' {
  if (!isAlive(file.pid)) return 'other';
  const words = commandLine(file.pid);
  if (words === null) return 'unknown';
  return isServerOf(words, file.database) ? 'engine' : 'other';
}

/**
 * Dev servers that hold the database although no file tells of them: two servers on one database would ruin it.
 * Only where there is /proc; elsewhere none is found.
 */
export function strayEngines(database: string): number[] {
  return processIds().filter((pid) => isServerOf(commandLine(pid) ?? [], database) && isAlive(pid));
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  } catch {
    return [];
  }
}
