import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const HISTORY = join('data', 'cewl-history.ndjson.gz');

/**
 * Finds the list's history by looking upwards from a folder.
 *
 * The same module runs from the sources (jest) and one level deeper from `dist/`, while `data/` stays where it is.
 */
export function findHistoryFile(from: string = __dirname): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, HISTORY);
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder)) throw new Error(`no ${HISTORY} in ${from} or any folder above it`);
  }
}
