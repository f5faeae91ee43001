import { mkdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder and those above it that lack, one by one: Node's own way, `recursive`, tries for ever where a folder
 * says that it is there and takes nothing, as /proc does.
 */
export function makeFolder(folder) {
  const missing = [];
  for (let path = resolve(folder); statSync(path, { throwIfNoEntry: false }) === undefined; path = dirname(path))
    missing.unshift(path);
  for (const path of missing) {
    try {
      mkdirSync(path);
    } catch (error) {
      if (error.code !== 'EEXIST') throw error; // another process was quicker
    }
  }
}
