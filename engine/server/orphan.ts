import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { EngineFile } from './engine-file';
import { commandLine, isAlive, processIds, startTicks, workingFolder } from './process-identity';
import { isServerOf, listensAt } from './server-command';

/**
 * What the process that the file names is: the engine that was written down, or something else that got its pid since.
 * `unknown` where neither its start nor its command line can be had.
 */
export function identifyEngine(file: EngineFile): 'engine' | 'other' | 'unknown' {
  if (!isAlive(file.pid)) return 'other';
  const started = startTicks(file.pid);
  if (file.start_ticks !== null && started !== null) return file.start_ticks === started ? 'engine' : 'other';
  const words = commandLine(file.pid);
  if (words === null) return 'unknown';
  return isServerOf({ words, folder: workingFolder(file.pid) }, file.database) ? 'engine' : 'other';
}

/** Whether the engine that the file names works on this folder's database: a copied folder holds a copy of the file. */
export function isOfFolder(file: EngineFile, folder: string): boolean {
  const place = realPath(folder);
  return realPath(dirname(file.database)) === place || workingFolder(file.pid) === place;
}

/** Dev servers that hold the database although no file tells of them: two servers on one database would ruin it. */
export function strayEngines(database: string): number[] {
  return processIds().filter((pid) => isServerOf(processAt(pid), database) && isAlive(pid));
}

/** The folder whose engine, started by another `up`, has the port; null when there is none, or it is this folder's. */
export function otherFolderAt(port: number, folder: string): string | null {
  const mine = join(realPath(folder), 'temporal.db');
  for (const pid of processIds()) {
    const server = processAt(pid);
    const place = listensAt(server, port);
    if (place !== null && place !== mine && dirname(place).endsWith('.ctci-collector') && isAlive(pid))
      return dirname(place);
  }
  return null;
}

function processAt(pid: number): { readonly words: readonly string[]; readonly folder: string | null } {
  const words = commandLine(pid) ?? [];
  return { words, folder: words.includes('start-dev') ? workingFolder(pid) : null };
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
